/** A scope whose groups go to their next generation, as the ministry's command does when somebody leaves. */
import { isoTime, systemRandom } from '../../app/acts/clock.ts';
import type { MissionCode } from '../../app/acts/ids.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import type { OfficerHolder } from '../../scripts/ministry/create-ministry.ts';
import { closeKeyring, grantAll, makeGroup, revoke } from '../../scripts/ministry/issue.ts';
import type { World } from './world.ts';

/** @param leavers are revoked, and granted nothing of the new generation */
export async function moveOn(
  { ministry, keyring, clock }: World,
  scope: MissionCode | 'CENTRAL',
  leavers: readonly OfficerHolder[] = [],
): Promise<void> {
  const { authority, groupKeys, officers } = ministry;
  const documents = ministry.keyringDocuments as SignedDocument[];
  const making = { clock, random: systemRandom, documents };
  const gone = new Set(leavers.map(({ credential }) => credential.kid));
  for (const kid of gone) await revoke(making, authority, kid, 'left', isoTime(clock.now()));
  const classes = new Set([...groupKeys.keys()].map((id) => id.split(':')[2] ?? ''));
  const ids: string[] = [];
  for (const serviceClass of classes) {
    const newest = keyring.newestGroup(scope, serviceClass);
    if (!newest) continue;
    const group = `group:${scope}:${serviceClass}`;
    await makeGroup(making, authority, group, newest.gen + 1, groupKeys);
    ids.push(`${group}:${newest.gen + 1}`);
  }
  for (const { credential } of officers)
    if (!gone.has(credential.kid)) await grantAll(making, authority, credential, groupKeys, ids);
  await closeKeyring(making, authority, (keyring.head()?.n ?? 0) + 1);
  await keyring.add(documents);
}
