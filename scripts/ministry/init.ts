/** A ministry from a plan, once. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, RandomSource } from '../../app/acts/clock.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { parseSealedFile, passphraseKey } from '../../app/vault/sealed-file.ts';
import { NoCatalogueError } from '../catalogue/country-folder.ts';
import {
  begin,
  carryOut,
  end,
  type FileChange,
  type Outcome,
  PENDING,
  pendingChange,
  textOf,
} from './commit.ts';
import { createMinistry } from './create-ministry.ts';
import { readServices } from './demo-services.ts';
import { MinistryError } from './errors.ts';
import { newPassphrase, type PassphraseFiles, passphraseFor } from './passphrases.ts';
import type { MinistryPlan } from './plan.ts';
import { ROOT_KEY, SECRETS } from './secrets.ts';
import { wordsTable } from './tables.ts';
import { TokenKey, type TokenPlace } from './token.ts';
import { clearMinistry, ministryExists, ministryFiles, newPassphrases } from './write-ministry.ts';

export interface Init {
  readonly folder: string;
  readonly plan: MinistryPlan;
  readonly passphraseFiles: PassphraseFiles;
  /** six words for each passphrase that is not given */
  readonly generate: boolean;
  /** where the root's key is to be made; on no token where absent */
  readonly token?: TokenPlace;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/**
 * Without `force` a ministry that is there is left as it is, and so are secrets that lie there without one.
 * @param say told before the last trace of the making is removed
 * @throws MinistryError MN-002, MN-004, MN-010
 */
export async function init(options: Init, say: (outcome: Outcome) => void): Promise<void> {
  const { folder, plan, force, dryRun, clock, random } = options;
  if (ministryExists(folder) && !force) {
    if (existsSync(join(folder, PENDING))) {
      await resume(folder, await passphraseFor('operator', options.passphraseFiles), dryRun, say);
      return;
    }
    say({
      json: { made: false, out: folder },
      lines: [
        `There is a ministry in ${folder} already; it is left as it is (--force makes a new one in its place).`,
      ],
    });
    return;
  }
  const orphans = [SECRETS, ROOT_KEY].filter((path) => existsSync(join(folder, path)));
  if (orphans.length > 0 && !force && !existsSync(join(folder, PENDING)))
    throw new MinistryError(
      'MN-010',
      `${orphans.join(', ')} without server.json: restore it, or give --force`,
    );
  const definitions = servicesOf(plan.country);
  if (dryRun) {
    const { files } = await ministryFiles(
      await createMinistry(plan, definitions, { clock, random }),
      newPassphrases(random),
      random,
    );
    say(planned(files));
    return;
  }
  const operator = await newPassphrase('operator', options.passphraseFiles, options.generate, random);
  const root = options.token
    ? { passphrase: null, generated: false }
    : await newPassphrase('root', options.passphraseFiles, options.generate, random);
  if (operator.passphrase === root.passphrase)
    throw new MinistryError(
      'MN-004',
      'the root’s and the operator’s are the same: the root’s belongs into a vault',
    );
  const rootKey =
    options.token &&
    (await TokenKey.make(options.token, await passphraseFor('token', options.passphraseFiles)));
  const ministry = await createMinistry(plan, definitions, { clock, random, ...(rootKey && { rootKey }) });
  const passphrases = { operator: operator.passphrase, root: root.passphrase };
  const { files, told, key } = await ministryFiles(ministry, passphrases, random);
  const generated = {
    ...(operator.generated && { operator: operator.passphrase }),
    ...(root.generated && { root: root.passphrase }),
  };
  const outcome: Outcome = {
    json: { made: true, out: folder, gatewayUrl: plan.gatewayUrl, officers: told, passphrases: generated },
    lines: [
      `The ministry is in ${folder}; its desks reach the gateway at ${plan.gatewayUrl}.`,
      'Officers unlock with these words. They are shown this once and lie nowhere in clear:\n',
      `${wordsTable(told)}\n`,
      ...Object.entries(generated).map(
        ([of, words]) => `Passphrase of the ${of}: ${words}   (shown this once, too)`,
      ),
      options.token
        ? `The root’s key is on the token, as « ${options.token.key} », and nowhere else; only rotate --authority needs it.`
        : `${ROOT_KEY} belongs into a vault, its passphrase into another; only rotate --authority needs it.`,
    ],
  };
  await clearMinistry(folder);
  await begin(folder, ministry.root.credential.kid, { command: 'init', files, outcome }, key, random);
  await carryOut(folder, files);
  say(outcome);
  await end(folder);
}

/** @throws MinistryError MN-005 for a country whose services are not in the catalogue; Error that names each finding */
function servicesOf(country: string): readonly ServiceDefinition[] {
  try {
    return readServices(country);
  } catch (cause) {
    if (!(cause instanceof NoCatalogueError)) throw cause;
    throw new MinistryError('MN-005', `member country: assets/catalogue has no services of ${country}`, {
      cause,
    });
  }
}

export const planned = (files: readonly FileChange[]): Outcome => ({
  json: {
    dryRun: true,
    files: files.map(({ path, text }) => ({ path, bytes: text && new TextEncoder().encode(text).length })),
  },
  lines: [
    'Nothing is written. It would write:',
    ...files.map(
      ({ path, text }) =>
        `  ${path}${text === null ? ' (removed)' : ` (${new TextEncoder().encode(text).length} bytes)`}`,
    ),
  ],
});

/**
 * Finishes what an earlier command left half done.
 * @returns the command that was finished, or null
 * @throws MinistryError MN-003; MN-010 for a dry run, which may not finish it
 */
export async function resume(
  folder: string,
  passphrase: string,
  dryRun: boolean,
  say: (outcome: Outcome) => void,
): Promise<string | null> {
  const text = await textOf(join(folder, PENDING));
  if (text === null) return null;
  const key = await passphraseKey(passphrase, parseSealedFile(JSON.parse(text)).kdf);
  const change = await pendingChange(folder, key);
  if (!change) return null;
  if (dryRun) throw new MinistryError('MN-010', 'run any command without --dry-run to finish it');
  await carryOut(folder, change.files);
  say({ ...change.outcome, json: { ...change.outcome.json, finished: true } });
  await end(folder);
  return change.command;
}
