/** An auditor's report is signed for an auditor, after the secret, once for each; nothing else passes under its name. */
import { beforeAll, expect, test } from 'vitest';
import { auditReportPayload, type ReportContent } from '../../../app/audit/audit-report.ts';
import { fromUtf8, utf8 } from '../../../app/seal/bytes.ts';
import { SigningRules } from '../../../app/vault/signing-rules.ts';
import { AUDITOR, planWithAuditor } from '../../world/auditor.ts';
import { World } from '../../world/world.ts';

const REPORT = 'guichet-audit-report+jws';
const CONTENT: ReportContent = {
  at: '2026-11-21T09:00:00Z',
  whole: true,
  journals: [],
  receipts: 0,
  copies: 0,
  chains: [],
  findings: [],
  officers: [],
  deeds: [],
};

let world: World;
let payload: Uint8Array;
beforeAll(async () => {
  world = await World.open(undefined, planWithAuditor());
  payload = auditReportPayload(CONTENT, world.keyring, auditor());
});
const auditor = () => world.officer(AUDITOR.initials, AUDITOR.desk).credential;

function rules(own = auditor()) {
  const at = { now: 0 };
  const made = new SigningRules({ desk: own.desk, missions: [] }, () => at.now, own);
  return { at, made, sign: (bytes = payload) => made.admit(REPORT, bytes) };
}
const code = (work: () => void): string => {
  try {
    work();
    return 'signed';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('asks for the secret, for each report, and within two minutes', () => {
  const { at, made, sign } = rules();
  expect(code(sign)).toBe('SG-004');
  made.noteSecret();
  expect(code(sign)).toBe('signed');
  expect(code(sign)).toBe('SG-004');
  made.noteSecret();
  at.now += 121_000;
  expect(code(sign)).toBe('SG-004');
});

test('is signed for no other role, whatever the secret', () => {
  const { made, sign } = rules(world.agent.credential);
  made.noteSecret();
  expect(code(sign)).toBe('SG-003');
});

test('is a report in shape, and carries nothing else', () => {
  const { made, sign } = rules();
  for (const change of [
    (text: string) => text.replace('"receipts":0,', ''),
    (text: string) => text.replace('"v":1,', '"v":1,"more":true,'),
    (text: string) => text.replace('"v":1', '"v":2'),
  ]) {
    made.noteSecret();
    expect(code(() => sign(utf8(change(fromUtf8(payload)))))).toBe('SG-005');
  }
});
