/**
 * The root's credential to hand on: what every desk and verifier starts from. Public; what matters is that it is the right
 * one, so its fingerprint is written in groups that two persons can read to each other.
 */
import { join } from 'node:path';
import QRCode from 'qrcode';
import { rootFingerprint } from '../../app/enrolment/root.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { firstServer } from './books.ts';
import { carryOut, type Outcome, textOf } from './commit.ts';

export interface ExportPlaces {
  /** file for the credential */
  readonly to: string | null;
  /** file for its QR code, SVG */
  readonly qr: string | null;
}

/** @throws MinistryError MN-001; SealError where the root does not verify */
export async function exportRoot(
  folder: string,
  { to, qr }: ExportPlaces,
  dryRun: boolean,
): Promise<Outcome> {
  const { root: jws } = await firstServer(folder);
  const { root } = await Keyring.from(jws, []);
  const options = { errorCorrectionLevel: 'M' } as const;
  const wanted = [
    { path: to, text: `${jws}\n` },
    { path: qr, text: await QRCode.toString(jws, { ...options, type: 'svg' }) },
  ].filter((one): one is { path: string; text: string } => one.path !== null);
  const files: { path: string; text: string }[] = [];
  for (const one of wanted) if ((await textOf(one.path)) !== one.text) files.push(one);
  if (!dryRun) await carryOut('', files);
  const fingerprint = rootFingerprint(root.kid).split(' ');
  const paths = files.map(({ path }) => path);
  const verb = dryRun ? 'Would write' : 'Written';
  const said =
    paths.length > 0
      ? `${verb}: ${paths.join(', ')}.`
      : 'The files are there already; nothing is to be done.';
  const lines = [
    ...(wanted.length > 0 ? [said] : []),
    `The root of the ministry in ${join(folder)}, until ${root.until}. Its fingerprint (SHA-256), to be read aloud:`,
    `  ${fingerprint.slice(0, 8).join(' ')}`,
    `  ${fingerprint.slice(8).join(' ')}`,
    ...(wanted.length === 0
      ? [await QRCode.toString(jws, { ...options, type: 'terminal', small: true })]
      : []),
  ];
  return {
    json: { root: root.kid, fingerprint: fingerprint.join(' '), until: root.until, files: paths },
    lines,
  };
}
