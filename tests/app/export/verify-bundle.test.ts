/** A bundle verifies against the root alone, and not with any byte of it changed (FORMATS.md, "Export"). */
import { beforeAll, describe, expect, it } from 'vitest';
import { isoTime } from '../../../app/acts/clock.ts';
import type { MissionCode } from '../../../app/acts/ids.ts';
import { type ReceiptItem, signReceipt } from '../../../app/admission/receipt.ts';
import { type BundleLine, readBundle, writeBundle } from '../../../app/export/bundle.ts';
import { type VerifiedBundle, verifyBundle } from '../../../app/export/verify-bundle.ts';
import { type CredentialDraft, issueCredential, readCredential } from '../../../app/keyring/credential.ts';
import { signRecord } from '../../../app/keyring/records.ts';
import { VerificationMemory } from '../../../app/keyring/verification-memory.ts';
import { SealError } from '../../../app/seal/errors.ts';
import { generateKey, importPrivate } from '../../../app/seal/keys.ts';
import type { Holder } from '../../../scripts/ministry/create-ministry.ts';
import { demoPlan } from '../../../scripts/ministry/plan.ts';
import { EPOCH, type Exported, exported, receiptOf } from '../../world/bundle.ts';
import { BY_CENTRE } from '../../world/definition.ts';
import { revocationOf } from '../../world/revoked.ts';
import { flips, highTwin, sisters } from '../../world/tamper.ts';
import { approval, World } from '../../world/world.ts';

const SEED = 20261121;
/** A twelfth of them, another at each run; all with `LONG=1`, which takes a minute. */
const EVERY = process.env.LONG === '1' ? 1 : 12;
const FIRST = Math.floor(Math.random() * EVERY);
let world: World;
let made: Exported;
let root: string;
let text: string;
let memory: VerificationMemory;
beforeAll(async () => {
  world = await World.open();
  made = await exported(world);
  root = world.ministry.root.credential.jws;
  text = new TextDecoder().decode(made.bytes);
  memory = new VerificationMemory();
  await verifyBundle(readBundle(made.bytes), root, memory);
  memory.close();
});

const verify = (bytes: Uint8Array | string, by = root): Promise<VerifiedBundle> =>
  verifyBundle(readBundle(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes), by, memory);
/** Whether anything at all was found wrong. */
async function fails(bytes: Uint8Array | string, by = root): Promise<boolean> {
  try {
    return (await verify(bytes, by)).faults.length > 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return true;
    throw error;
  }
}
const codes = async (lines: readonly BundleLine[]) =>
  (await verify(writeBundle({ dossier: made.dossier.id, lines }))).faults.map(({ code }) => code);
/** Nobody has said anything of its acts yet: a word that accepts them would stand. */
const unsaid = () => made.lines.filter(({ type }) => type !== 'receipt');
const without = (index: number) => made.lines.filter((_, i) => i !== index);
const swap = (line: BundleLine, by: string) =>
  made.lines.map((one) => (one === line ? { ...one, text: by } : one));

describe('a bundle', () => {
  it('verifies as it was written, and says what is in it', async () => {
    const whole = await verify(made.bytes);
    expect(whole.faults).toEqual([]);
    expect(whole.state?.status).toBe('approved');
    expect(whole.acts).toHaveLength(3);
    expect(whole.receipts).toHaveLength(3);
    expect(whole.chunks).toBe(1);
    expect(whole.withoutReceipt).toEqual([]);
    const fresh = await verifyBundle(readBundle(made.bytes), root);
    expect(fresh.faults).toEqual([]);
    expect(writeBundle(readBundle(made.bytes))).toEqual(made.bytes);
  });

  it(`fails for every byte flipped, one after the other, chunk contents sampled (seed ${SEED}, from ${FIRST} each ${EVERY})`, {
    timeout: 900_000,
  }, async () => {
    let tried = 0;
    const passed: string[] = [];
    for (const flip of flips(made.bytes, SEED)) {
      if (flip.at % EVERY !== FIRST) continue;
      tried += 1;
      if (!(await fails(flip.bytes))) passed.push(`${flip.at} to ${flip.to}`);
    }
    expect(passed).toEqual([]);
    expect(tried).toBeGreaterThan(30_000 / EVERY);
  });

  it('fails for other base64 tails of any part of any line', async () => {
    for (const line of made.lines) {
      if (line.type === 'definition') continue;
      const parts = line.text.split('.');
      for (const [index, part] of parts.entries())
        for (const sister of sisters(part))
          expect(
            await fails(
              writeBundle({
                dossier: made.dossier.id,
                lines: swap(line, parts.with(index, sister).join('.')),
              }),
            ),
          ).toBe(true);
    }
  });

  it('fails for the twin (r, n−s) of each signature', async () => {
    for (const line of made.lines) {
      if (line.type === 'definition' || line.type === 'chunk') continue;
      expect(await codes(swap(line, highTwin(line.text)))).not.toEqual([]);
    }
  });

  it('fails when a line is dropped, doubled, or swapped with another', async () => {
    const lines = text.slice(0, -1).split('\n');
    for (let i = 0; i < lines.length; i += 1) {
      expect(await fails(`${lines.toSpliced(i, 1).join('\n')}\n`), `dropped ${i}`).toBe(true);
      expect(await fails(`${lines.toSpliced(i, 0, lines[i] ?? '').join('\n')}\n`), `doubled ${i}`).toBe(true);
      const other = (i + 1) % lines.length;
      const swapped = lines.with(i, lines[other] ?? '').with(other, lines[i] ?? '');
      expect(await fails(`${swapped.join('\n')}\n`), `swapped ${i}`).toBe(true);
    }
  });

  it('fails with CRLF, a mark at its start, white space, nothing, and cut anywhere', async () => {
    for (const other of [
      text.replaceAll('\n', '\r\n'),
      `\ufeff${text}`,
      ` ${text}`,
      `${text}\n`,
      text.replace('{', '{ '),
      '',
      '\n',
    ])
      expect(await fails(other)).toBe(true);
    for (let end = 0; end < text.length; end += 97) expect(await fails(text.slice(0, end))).toBe(true);
    expect(await fails(text.slice(0, -1))).toBe(true);
  });

  it('fails under another ministry’s root, and refuses a root that is none', async () => {
    const other = await World.open();
    expect(await fails(made.bytes, other.ministry.root.credential.jws)).toBe(true);
    await expect(verify(made.bytes, world.ministry.authority.credential.jws)).rejects.toBeInstanceOf(
      SealError,
    );
  });

  it('says that it is of a newer version rather than broken', () => {
    const read = (from: string, to: string) => () =>
      readBundle(new TextEncoder().encode(text.replace(from, to)));
    expect(read('"v":1', '"v":3')).toThrowError(expect.objectContaining({ code: 'EX-002' }));
    // One that version 1 knows all of says so, for whoever has that version only.
    expect(read('"v":1', '"v":2')).toThrowError(expect.objectContaining({ code: 'EX-001' }));
    expect(read('"v":1', '"v":0')).toThrowError(expect.objectContaining({ code: 'EX-001' }));
  });

  it('is of version 2 where a line is of a kind or a version that version 1 did not know, and under no other head', () => {
    const head = ({ lines }: { lines: readonly BundleLine[] }) => {
      const bytes = writeBundle({ dossier: made.dossier.id, lines });
      const [first, ...rest] = new TextDecoder().decode(bytes).split('\n') as [string, ...string[]];
      const lower = () =>
        readBundle(new TextEncoder().encode([first.replace('"v":2', '"v":1'), ...rest].join('\n')));
      if (first.includes('"v":2')) expect(lower).toThrowError(expect.objectContaining({ code: 'EX-001' }));
      expect(readBundle(bytes).lines).toHaveLength(lines.length);
      return JSON.parse(first).v;
    };
    const { lines } = made;
    const limited = (text: string) => text.replace(/\.[^.]+\./, `.${btoa('{"v":2}').replace(/=+$/, '')}.`);
    const credential = limited(lines.find(({ type }) => type === 'credential')?.text as string);
    expect(head({ lines })).toBe(1);
    expect(head({ lines: [...lines, { type: 'delegation', text: 'x' }] })).toBe(2);
    expect(head({ lines: [...lines, { type: 'delegation-end', text: 'x' }] })).toBe(2);
    expect(head({ lines: [...lines, { type: 'credential', text: credential }] })).toBe(2);
    expect(head({ lines: [...lines, { type: 'act', text: limited(made.acts[0]?.jws as string) }] })).toBe(2);
  });
});

describe('what is missing or does not belong is named', () => {
  it.each([
    ['keyring', 'EX-101'],
    ['release', 'EX-102'],
    ['definition', 'EX-102'],
    ['act', 'EX-112'],
    ['wrap', 'EX-108'],
    ['chunk', 'EX-110'],
  ] as const)('without its %s line: %s', async (type, code) => {
    expect(await codes(without(made.lines.findIndex((line) => line.type === type)))).toContain(code);
  });

  it('names the line', async () => {
    const line = made.lines.find(({ type }) => type === 'wrap') as BundleLine;
    const bundle = readBundle(
      writeBundle({ dossier: made.dossier.id, lines: swap(line, highTwin(line.text)) }),
    );
    const [fault] = (await verifyBundle(bundle, root)).faults;
    expect(fault?.code).toBe('EX-107');
    expect(bundle.lines[(fault?.line ?? 0) - 2]?.type).toBe('wrap');
  });

  it('another dossier’s act and wrap, a stray chunk, an act that another stands on', async () => {
    const other = await exported(world);
    const act = other.lines.find(({ type }) => type === 'act') as BundleLine;
    const wrap = other.lines.find(({ type }) => type === 'wrap') as BundleLine;
    const chunk = other.lines.find(({ type }) => type === 'chunk') as BundleLine;
    expect(await codes([...made.lines, act])).toContain('EX-104');
    expect(await codes([...made.lines, wrap])).toContain('EX-107');
    expect(await codes([...made.lines, chunk])).toContain('EX-111');
    const submitted = made.lines.findIndex(({ text: jws }) => jws === made.acts[1]?.jws);
    expect(await codes(without(submitted))).toContain('EX-105');
  });

  it('an act that its signer was not allowed to seal, receipt or none', async () => {
    const late = await world.seal(made.dossier, world.agent, {
      kind: 'approved',
      prior: [made.acts[1]?.id as never],
      body: approval,
    });
    expect(await codes([...made.lines, { type: 'act', text: late.jws }])).toContain('EX-106');
  });

  it('an act of another mission’s officer', async () => {
    const dakar = world.officer('E. M.', 'ML-DKR/A');
    const note = await world.seal(made.dossier, dakar, {
      kind: 'annotated',
      prior: [made.acts[2]?.id as never],
      body: { note: 'x' },
    });
    const chain = world.keyring.chain(dakar.credential.kid).slice(0, 1);
    const lines = [...made.lines, { type: 'act' as const, text: note.jws }];
    expect(
      await codes([...lines, ...chain.map(({ jws }) => ({ type: 'credential' as const, text: jws }))]),
    ).toContain('EX-106');
    expect(await codes(lines)).toContain('EX-103');
  });

  it('a wrap by another than the one who started the generation', async () => {
    const { makeWrap } = await import('../../../app/dossier/dossier-key.ts');
    const { signCompact } = await import('../../../app/seal/jws.ts');
    const { credential, signingKey } = world.reviewer;
    const sign = (payload: Uint8Array) =>
      signCompact({ typ: 'guichet-wrap+jws', kid: credential.kid, payload, key: signingKey });
    const groups = [`group:ML-PAR:${BY_CENTRE.class}:1`];
    const wrap = await makeWrap(made.dossier.id, 1, made.dossier.key, groups, world.keyring, sign);
    expect(await codes([...made.lines, { type: 'wrap', text: wrap.jws }])).toEqual(['EX-107']);
  });

  it('a receipt by a desk, a lift by an agent, a lift of nothing here', async () => {
    const { credential, signingKey } = world.agent;
    const { signReceipt } = await import('../../../app/admission/receipt.ts');
    const at = isoTime(world.clock.now());
    const receipt = await signReceipt(
      { epoch: 'AAAAAAAAAAAAAAAA', n: 9, at, items: [], chains: [] },
      credential.kid,
      signingKey,
    );
    expect(await codes([...made.lines, { type: 'receipt', text: receipt.jws }])).toContain('EX-109');
    const lift = (act: string, kid = credential.kid, key = signingKey) =>
      signRecord('guichet-lift+jws', { v: 1, act, verdict: 'accepted', reason: 'x' }, kid, key);
    const mine = await lift(made.acts[2]?.id as string);
    expect(await codes([...made.lines, { type: 'lift', text: mine }])).toContain('EX-113');
    const { supervisor } = world;
    const stray = await lift(made.dossier.wrap.hash, supervisor.credential.kid, supervisor.signingKey);
    expect(await codes([...made.lines, { type: 'lift', text: stray }])).toContain('EX-111');
  });

  it('a lift counts by a supervisor of the centre or of the mission, and not by the signer', async () => {
    const { authority } = world.ministry;
    const revocation = await signRecord(
      'guichet-revocation+jws',
      { v: 1, kid: world.agent.credential.kid, reason: 'specimen', at: '2026-01-01T00:00:00Z' },
      authority.credential.kid,
      authority.signingKey,
    );
    const key = await generateKey('sig');
    const lifts = async (but: Pick<CredentialDraft, 'scope'> & Partial<CredentialDraft>) => {
      const { kid: _, jws: __, issuer: ___, ...like } = world.supervisor.credential;
      const { credential } = await readCredential(
        await issueCredential(
          { ...like, subject: 'A'.repeat(22), desk: null, sig: key.publicJwk, ...but },
          authority.credential.kid,
          authority.signingKey,
        ),
      );
      const signing = await importPrivate(key.privateJwk, 'sig');
      const lines: BundleLine[] = [{ type: 'credential', text: credential.jws }];
      // Both acts of the revoked agent.
      for (const { id: act } of made.acts.slice(0, 2)) {
        const lift = { v: 1, act, verdict: 'accepted', reason: 'x' } as const;
        lines.push({
          type: 'lift',
          text: await signRecord('guichet-lift+jws', lift, credential.kid, signing),
        });
      }
      return codes([...unsaid(), { type: 'revocation', text: revocation }, ...lines]);
    };
    const paris = 'ML-PAR' as MissionCode;
    const { subject } = world.agent.credential;
    expect(await lifts({ scope: 'CENTRAL' })).toEqual([]);
    expect(await lifts({ scope: paris })).toEqual([]);
    const notTheirs = ['EX-113', 'EX-113', 'EX-114', 'EX-114'];
    expect(await lifts({ scope: 'ML-DKR' as MissionCode })).toEqual(notTheirs);
    expect(await lifts({ scope: paris, subject })).toEqual(notTheirs);
    expect(await lifts({ scope: 'CENTRAL', subject })).toEqual(notTheirs);
  });

  it('a receipt is no fault when it is missing, and is said', async () => {
    const lines = made.lines.filter(({ type }) => type !== 'receipt');
    const { faults, withoutReceipt } = await verify(writeBundle({ dossier: made.dossier.id, lines }));
    expect(faults).toEqual([]);
    expect(withoutReceipt).toHaveLength(3);
  });

  it('an act of a revoked officer counts if an earlier receipt covers it or it was lifted', async () => {
    const { authority } = world.ministry;
    const revoke = (at: string) =>
      signRecord(
        'guichet-revocation+jws',
        { v: 1, kid: world.agent.credential.kid, reason: 'specimen', at },
        authority.credential.kid,
        authority.signingKey,
      );
    const later = { type: 'revocation' as const, text: await revoke('2027-01-01T00:00:00Z') };
    const before = { type: 'revocation' as const, text: await revoke('2026-01-01T00:00:00Z') };
    expect(await codes([...made.lines, later])).toEqual([]);
    expect(await codes([...unsaid(), before])).toEqual(['EX-114', 'EX-114']);
    const held = async (at: string) => {
      const items = made.acts.map(({ id }): ReceiptItem => ['act', id, 'held', 'AD-101']);
      return { type: 'receipt' as const, text: (await receiptOf(world, 4, items, at)).jws };
    };
    expect(await codes([...unsaid(), before, await held('2025-12-31T00:00:00Z')])).not.toContain('EX-114');
    expect(await codes([...unsaid(), before, await held('2026-01-01T00:00:00Z')])).toContain('EX-114');
  });

  it('what the centre accepted stays so, however early a revocation that comes later is dated: it is said', async () => {
    const { authority } = world.ministry;
    const { kid } = world.agent.credential;
    const early = { v: 1 as const, kid, reason: 'specimen', at: '2026-01-01T00:00:00Z' };
    const text = await signRecord(
      'guichet-revocation+jws',
      early,
      authority.credential.kid,
      authority.signingKey,
    );
    const lines = [...made.lines, { type: 'revocation' as const, text }];
    const { faults, acceptedSince } = await verify(writeBundle({ dossier: made.dossier.id, lines }));
    expect(faults).toEqual([]);
    expect([...acceptedSince].sort()).toEqual(
      made.acts
        .slice(0, 2)
        .map(({ id }) => id)
        .sort(),
    );
    expect((await verify(made.bytes)).acceptedSince).toEqual([]);
  });

  it('a receipt of a gateway whose key may be in other hands says nothing, whenever it is dated', async () => {
    const { authority, gateway } = world.ministry;
    const revoked = async (kid: string, reason: string) => {
      const payload = { v: 1 as const, kid, reason, at: '2026-12-24T00:00:00Z' };
      const { credential, signingKey } = authority;
      const text = await signRecord('guichet-revocation+jws', payload, credential.kid, signingKey);
      return { type: 'revocation' as const, text };
    };
    const agent = await revoked(world.agent.credential.kid, 'left');
    const replaced = await revoked(gateway.credential.kid, 'replaced');
    const stolen = await revoked(gateway.credential.kid, 'stolen');
    expect(await codes([...made.lines, agent, replaced])).toEqual([]);
    expect(await codes([...made.lines, agent, stolen])).toEqual(['EX-114', 'EX-114']);
    const lines = [...made.lines, stolen];
    const { withoutReceipt, receipts } = await verify(writeBundle({ dossier: made.dossier.id, lines }));
    expect([withoutReceipt.length, receipts.length]).toEqual([3, 0]);
  });

  it('a lift of a supervisor who is revoked counts for nothing, unless a receipt has said so on their word', async () => {
    const ofSupervisor = await revocationOf(world, world.supervisor.credential.kid);
    const ofReviewer = await revocationOf(world, world.reviewer.credential.kid);
    const line = ({ jws: text }: { jws: string }): BundleLine => ({ type: 'revocation', text });
    expect(await codes([...unsaid(), line(ofReviewer)])).toEqual([]);
    expect(await codes([...unsaid(), line(ofReviewer), line(ofSupervisor)])).toEqual(['EX-114']);
    expect(await codes([...made.lines, line(ofReviewer), line(ofSupervisor)])).toEqual([]);
  });

  it('two gateways count each for themselves: the later word counts, not the higher number', async () => {
    const two = await World.open(undefined, demoPlan('http://127.0.0.1:1', 2));
    const file = await exported(two);
    const [, second] = two.ministry.gateways as [Holder, Holder];
    const { id } = file.acts[1] as { id: string };
    const said = async (n: number, at: string, item: ReceiptItem): Promise<BundleLine> => {
      const content = { epoch: EPOCH, n, at, items: [item], chains: [] };
      return {
        type: 'receipt',
        text: (await signReceipt(content, second.credential.kid, second.signingKey)).jws,
      };
    };
    const chain = { type: 'credential' as const, text: second.credential.jws };
    const stateOf = async (line: BundleLine) => {
      const lines = [...file.lines, chain, line];
      const bundle = readBundle(writeBundle({ dossier: file.dossier.id, lines }));
      return (await verifyBundle(bundle, two.ministry.root.credential.jws)).state?.acts.find(
        (act) => act.id === id,
      )?.standing;
    };
    // The first gateway accepted it in its receipt 1, later than the second one's receipt 9 said that it waits.
    expect(await stateOf(await said(9, '2026-11-01T00:00:00Z', ['act', id, 'held', 'AD-101']))).toBe(
      'folded',
    );
  });
});
