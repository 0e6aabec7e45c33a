/** Acts: what `readAct` and `verifyAct` refuse, beyond what every JWS is refused for (tests/app/seal/jws.test.ts). */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kid } from '../../../app/acts/ids.ts';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import {
  isDocumentOf,
  isOfThisVersion,
  openBody,
  readAct,
  UnknownSigner,
  verifyAct,
} from '../../../app/acts/verify-act.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { fromBase64url, fromUtf8, utf8 } from '../../../app/seal/bytes.ts';
import { SealError } from '../../../app/seal/errors.ts';
import { signCompact } from '../../../app/seal/jws.ts';
import { BY_CENTRE } from '../../world/definition.ts';
import { openedBody, type TestDossier, World } from '../../world/world.ts';

let world: World;
let dossier: TestDossier;
let opened: SealedAct;
let submitted: SealedAct;
beforeAll(async () => {
  world = await World.open();
  const lodged = await world.lodged(BY_CENTRE);
  dossier = lodged.dossier;
  [opened, submitted] = lodged.acts as [SealedAct, SealedAct];
});

const payloadText = (act: SealedAct): string => fromUtf8(fromBase64url(act.jws.split('.')[1] ?? ''));
/** The agent signs any text. */
const sign = (text: string): Promise<string> =>
  signCompact({
    typ: 'guichet-act+jws',
    kid: world.agent.credential.kid,
    payload: utf8(text),
    key: world.agent.signingKey,
  });
async function refusal(jws: string): Promise<string> {
  try {
    await verifyAct(jws, world.keyring);
    return 'accepted';
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
}
/** The envelope with members replaced, written and signed again; the body still claims the former envelope. */
async function altered(
  change: (members: Record<string, unknown>) => Record<string, unknown>,
): Promise<string> {
  const { body, ...members } = JSON.parse(payloadText(opened)) as Record<string, unknown>;
  return refusal(await sign(JSON.stringify({ ...change(members), body })));
}

describe('an act', () => {
  it('is named by its whole text', async () => {
    const act = await readAct(opened.jws);
    expect(act.id).toBe(opened.id);
    expect(isDocumentOf(act, opened.document)).toBe(true);
    expect(isDocumentOf(act, { ...opened.document, _rev: submitted.document._rev })).toBe(false);
    expect(isDocumentOf(act, submitted.document)).toBe(false);
    const again = await sign(payloadText(opened));
    expect((await readAct(again)).id).not.toBe(opened.id);
  });

  it('refuses a body that was swapped for another act’s, signed anew', async () => {
    const [one, two] = [payloadText(opened), payloadText(submitted)];
    const body = two.slice(two.lastIndexOf(',"body":'));
    expect(await refusal(await sign(one.slice(0, one.lastIndexOf(',"body":')) + body))).toBe('SEAL-010');
  });

  it('refuses any change of the envelope under the same body', async () => {
    expect(await altered((m) => m)).toBe('accepted');
    expect(await altered((m) => ({ ...m, mission: 'ML-DKR' }))).toBe('SEAL-010');
    expect(await altered((m) => ({ ...m, priority: 'urgent' }))).toBe('SEAL-010');
    expect(await altered((m) => ({ ...m, extra: { body: 'x' } }))).toBe('SEAL-010');
    expect(await altered(({ v, mission, ...rest }) => ({ mission, v, ...rest }))).toBe('SEAL-010');
  });

  it('refuses a body that is not the last member, is doubled, or is missing', async () => {
    const text = payloadText(opened);
    const cut = text.lastIndexOf(',"body":');
    expect(await refusal(await sign(`${text.slice(0, -1)},"z":1}`))).toBe('SEAL-014');
    expect(await refusal(await sign(`${text.slice(0, cut)}}`))).toBe('SEAL-014');
    expect(await refusal(await sign(`${text.slice(0, -1)}${text.slice(cut)}`))).toBe('SEAL-007');
    expect(await refusal(await sign(`{${text.slice(cut + 1, -1)},"x":${text.slice(0, cut)}}}`))).toBe(
      'SEAL-014',
    );
  });

  it.each([
    ['mission', 'ml-par'],
    ['desk', 'ML-PAR/b'],
    ['dossier', '1'.repeat(27)],
    ['ref', 'par-b-26-00001-k'],
    ['ref', ' PAR-B-26-00001-K'],
    ['kind', 'Opened'],
    ['prior', ['x']],
    ['epoch', 'short'],
    ['seq', 0],
    ['seq', 1.5],
    ['prev', 'x'],
    ['release', `${'A'.repeat(42)}B`],
    ['lastReceipt', 1],
    ['claimedAt', '2026-11-21 09:00:00'],
    ['priority', 'asap'],
    ['assignee', 'x'],
    ['keyGen', 0],
    ['keyGen', 2 ** 32],
    ['blobs', [{ id: 'x', bytes: 1, chunks: ['x'] }]],
    ['body', 5],
  ])('refuses a member that is not of its type: %s = %j', async (name, value) => {
    const members = { ...(JSON.parse(payloadText(opened)) as object), [name]: value };
    expect(await refusal(await sign(JSON.stringify(members)))).toMatch(/^SEAL-0(14|08)$/);
  });

  it('refuses the same prior twice', async () => {
    const members = JSON.parse(payloadText(submitted)) as Record<string, unknown>;
    expect(await refusal(await sign(JSON.stringify({ ...members, prior: [opened.id, opened.id] })))).toBe(
      'SEAL-014',
    );
  });

  it('refuses a record of another type under an act’s payload', async () => {
    const { credential, signingKey } = world.agent;
    const wrap = await signCompact({
      typ: 'guichet-wrap+jws',
      kid: credential.kid,
      payload: utf8(payloadText(opened)),
      key: signingKey,
    });
    expect(await refusal(wrap)).toBe('SEAL-004');
  });

  it('refuses another officer’s signature under this one’s name', async () => {
    const { kid } = world.head.credential;
    const forged = await signCompact({
      typ: 'guichet-act+jws',
      kid,
      payload: utf8(payloadText(opened)),
      key: world.agent.signingKey,
    });
    expect(await refusal(forged)).toBe('SEAL-006');
  });

  it('waits for a signer that is not known yet', async () => {
    const empty = await Keyring.from(world.ministry.root.credential.jws, []);
    await expect(verifyAct(opened.jws, empty)).rejects.toBeInstanceOf(UnknownSigner);
    const stranger = await signCompact({
      typ: 'guichet-act+jws',
      kid: opened.id as string as Kid,
      payload: utf8(payloadText(opened)),
      key: world.agent.signingKey,
    });
    await expect(verifyAct(stranger, world.keyring)).rejects.toMatchObject({ code: 'AD-102' });
  });

  it('law 10: keeps members, kinds and versions that it does not know', async () => {
    const { envelope } = await readAct(opened.jws);
    const act = await world.seal(dossier, world.agent, {
      kind: 'opened',
      prior: [],
      body: { ...openedBody(), later: { a: 1 } } as ReturnType<typeof openedBody>,
    });
    expect(await openBody(await readAct(act.jws), dossier.key)).toMatchObject({ later: { a: 1 } });
    expect(isOfThisVersion({ ...(await readAct(act.jws)), envelope: { ...envelope, kind: 'blessed' } })).toBe(
      false,
    );
    expect(isOfThisVersion({ ...(await readAct(act.jws)), envelope: { ...envelope, v: 2 } })).toBe(false);
  });

  it('opens under its dossier’s key alone, and checks the body against its kind', async () => {
    const act = await readAct(opened.jws);
    expect(await openBody(act, dossier.key)).toMatchObject({ answers: { surname: 'ERIKSSON' } });
    await expect(openBody(act, new Uint8Array(32))).rejects.toMatchObject({ code: 'SEAL-009' });
    const disguised = { ...act, envelope: { ...act.envelope, kind: 'assigned' } };
    expect(await openBody(disguised, dossier.key)).toBeDefined();
    const approved = { ...act, envelope: { ...act.envelope, kind: 'approved' } };
    await expect(openBody(approved, dossier.key)).rejects.toMatchObject({ code: 'SEAL-014' });
  });
});
