/** The guarantees of `Signer` (app/desk/ports.ts), for every implementation. */
import { afterEach, describe, expect, test } from 'vitest';
import type { DossierId, Kid, Reference } from '../../app/acts/ids.ts';
import type { DecisionToConfirm, Signer, SlotOutcome } from '../../app/desk/ports.ts';
import { parseCompact, payloadBytes, verifyCompact } from '../../app/seal/jws.ts';
import { importPublic, type PublicJwk } from '../../app/seal/keys.ts';

/** What a test holds of a signer: an officer's slot, and the hands on its clock and its countdown. */
export interface SignerUnderTest {
  readonly signer: Signer;
  readonly kid: Kid;
  readonly secret: string;
  readonly publicKey: PublicJwk;
  readonly desk: string;
  readonly mission: string;
  pass(ms: number): void;
  /** the same desk after its program was killed and started again, `offMs` later */
  restart(offMs: number): Promise<SignerUnderTest>;
  /** seconds asked of the countdown; ends it */
  endCountdown(end: 'confirmed' | 'cancelled'): Promise<number>;
  close(): Promise<void>;
}

const DOSSIER = '0123456789ABCDEFGHJKMNPQRSU' as DossierId;
const HASH = 'A'.repeat(43);

export const actPayload = (under: SignerUnderTest, change: object = {}): Uint8Array =>
  payloadBytes({
    v: 1,
    mission: under.mission,
    desk: under.desk,
    dossier: DOSSIER,
    ref: 'PAR-B-26-00417-6',
    service: 'ml-passport-ordinary',
    kind: 'annotated',
    prior: [HASH],
    epoch: 'A'.repeat(16),
    seq: 1,
    prev: null,
    release: HASH,
    keyring: HASH,
    lastReceipt: null,
    claimedAt: '2026-11-21T10:43:00Z',
    keyGen: 1,
    blobs: [],
    body: 'x.y.z',
    ...change,
  });

const decision = (change: Partial<DecisionToConfirm> = {}): DecisionToConfirm => ({
  id: 'd1',
  dossier: DOSSIER,
  ref: 'PAR-B-26-00417-6' as Reference,
  kind: 'approved',
  seconds: 8,
  language: 'fr',
  ...change,
});

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'signed',
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );

const waitMs = (outcome: { waitUntil: string | null }, now: number): number =>
  Date.parse(outcome.waitUntil ?? '') - now;

export function signerContract(name: string, make: (now: () => number) => Promise<SignerUnderTest>): void {
  describe(`Signer: ${name}`, () => {
    const open: SignerUnderTest[] = [];
    const T0 = 1_790_000_000_000;
    const fresh = async (): Promise<SignerUnderTest> => {
      const under = await make(() => T0);
      open.push(under);
      return under;
    };
    const unlocked = async (): Promise<SignerUnderTest> => {
      const under = await fresh();
      expect((await under.signer.unlock(under.kid, under.secret)).outcome).toBe('opened');
      return under;
    };
    afterEach(async () => {
      for (const under of open.splice(0)) await under.close();
    });

    test('1: a wrong secret is refused with a growing delay, within which nothing is tried', async () => {
      const under = await fresh();
      const refused = async (secret: string): Promise<number> => {
        const outcome: SlotOutcome = await under.signer.unlock(under.kid, secret);
        if (outcome.outcome !== 'refused') throw new Error(outcome.outcome);
        return waitMs(outcome, T0);
      };
      expect(await refused('wrong')).toBe(1_000);
      expect(await refused(under.secret)).toBe(1_000); // the right one, but too early
      under.pass(1_000);
      expect(await refused('')).toBe(1_000 + 2_000);
      expect((await under.signer.slots())[0]?.waitUntil).not.toBeNull();
      under.pass(2_000);
      expect((await under.signer.unlock(under.kid, under.secret)).outcome).toBe('opened');
      expect((await under.signer.slots())[0]?.waitUntil).toBeNull();
    });

    test('1: an unknown officer reads as a wrong secret', async () => {
      const under = await fresh();
      expect((await under.signer.unlock(HASH as Kid, under.secret)).outcome).toBe('refused');
      expect((await under.signer.unlock('../../x' as Kid, under.secret)).outcome).toBe('refused');
    });

    test('1: guesses in parallel count one by one', async () => {
      const under = await fresh();
      const all = await Promise.all(
        ['a', 'b', 'c', under.secret].map((s) => under.signer.unlock(under.kid, s)),
      );
      expect(all.map((outcome) => outcome.outcome)).toEqual(['refused', 'refused', 'refused', 'refused']);
    });

    test('1: the delay survives a restart', async () => {
      const first = await fresh();
      for (const ms of [1_000, 2_000, 4_000]) {
        await first.signer.unlock(first.kid, 'wrong');
        first.pass(ms);
      }
      await first.signer.unlock(first.kid, 'wrong');
      const again = await first.restart(3_000);
      open.push(again);
      expect((await again.signer.unlock(again.kid, again.secret)).outcome).toBe('refused');
      again.pass(5_000);
      expect((await again.signer.unlock(again.kid, again.secret)).outcome).toBe('opened');
    });

    test('2: exactly these bytes, canonical, under the officer’s key', async () => {
      const under = await unlocked();
      const key = await importPublic(under.publicKey, 'sig');
      for (let i = 0; i < 12; i += 1) {
        const payload = actPayload(under, { seq: i + 1 });
        const parsed = parseCompact(await under.signer.sign('guichet-act+jws', payload));
        expect(parsed).toMatchObject({ typ: 'guichet-act+jws', kid: under.kid });
        expect([...parsed.payload]).toEqual([...payload]);
        await verifyCompact(parsed, key);
      }
    });

    test('3: nothing is signed before unlock and after lock', async () => {
      const under = await fresh();
      expect(await codeOf(under.signer.sign('guichet-act+jws', actPayload(under)))).toBe('SG-001');
      await under.signer.unlock(under.kid, under.secret);
      await under.signer.lock();
      expect(await codeOf(under.signer.sign('guichet-act+jws', actPayload(under)))).toBe('SG-001');
      expect(await codeOf(under.signer.confirm(decision()))).toBe('SG-001');
      expect(await codeOf(under.signer.confirmSecret(under.secret))).toBe('SG-001');
    });

    test('3: a lock ends a running countdown', async () => {
      const under = await unlocked();
      const end = under.signer.confirm(decision());
      await under.signer.lock();
      expect(await end).toBe('cancelled');
    });

    test.each([['approved'], ['refused'], ['countersigned'], ['erased']] as const)(
      '4: %s needs its confirmation, once, for this dossier',
      async (kind) => {
        const under = await unlocked();
        const sign = (change: object = {}): Promise<string> =>
          codeOf(under.signer.sign('guichet-act+jws', actPayload(under, { kind, ...change })));
        expect(await sign()).toBe('SG-004');
        const end = under.signer.confirm(decision({ kind, seconds: 0 }));
        expect(await under.endCountdown('confirmed')).toBe(8); // never less, whatever the page asks
        expect(await end).toBe('confirmed');
        expect(await sign({ dossier: 'ZZZZZZZZZZZZZZZZZZZZZZZZZZZ' })).toBe('SG-004');
        // Nor for a file under another reference than the officer was shown.
        expect(await sign({ ref: 'PAR-B-26-00418-4' })).toBe('SG-004');
        expect(await sign()).toBe('signed');
        expect(await sign()).toBe('SG-004');
      },
    );

    test('4: a confirmation is good for its kind only, and for 30 s', async () => {
      const under = await unlocked();
      const confirm = async (): Promise<void> => {
        const end = under.signer.confirm(decision());
        await under.endCountdown('confirmed');
        await end;
      };
      await confirm();
      expect(await codeOf(under.signer.sign('guichet-act+jws', actPayload(under, { kind: 'refused' })))).toBe(
        'SG-004',
      );
      under.pass(30_001);
      expect(
        await codeOf(under.signer.sign('guichet-act+jws', actPayload(under, { kind: 'approved' }))),
      ).toBe('SG-004');
    });

    test('4: at most eight countdowns run at once; one more is cancelled', async () => {
      const under = await unlocked();
      const ends = Array.from({ length: 9 }, (_, i) => under.signer.confirm(decision({ id: `d${i}` })));
      expect(await ends[8]).toBe('cancelled');
      expect(await under.signer.confirm(decision({ id: 'd0' }))).toBe('cancelled');
      await under.signer.lock();
      expect(new Set(await Promise.all(ends))).toEqual(new Set(['cancelled']));
    });

    test('4: a cancelled countdown confirms nothing', async () => {
      const under = await unlocked();
      const end = under.signer.confirm(decision());
      await under.endCountdown('cancelled');
      expect(await end).toBe('cancelled');
      expect(
        await codeOf(under.signer.sign('guichet-act+jws', actPayload(under, { kind: 'approved' }))),
      ).toBe('SG-004');
    });

    test('4: at most 30 acts in any 10 seconds', async () => {
      const under = await unlocked();
      const sign = (): Promise<string> => codeOf(under.signer.sign('guichet-act+jws', actPayload(under)));
      for (let i = 0; i < 30; i += 1) expect(await sign()).toBe('signed');
      expect(await sign()).toBe('SG-002');
      under.pass(10_001);
      expect(await sign()).toBe('signed');
    });

    test('only what an officer may sign, of this desk and its missions', async () => {
      const under = await unlocked();
      const sign = (type: string, payload: Uint8Array): Promise<string> =>
        codeOf(under.signer.sign(type as 'guichet-act+jws', payload));
      expect(await sign('guichet-credential+jws', actPayload(under))).toBe('SG-003');
      expect(await sign('guichet-session+jws', actPayload(under))).toBe('SG-003');
      expect(await sign('guichet-act+jws', actPayload(under, { desk: 'ML-PAR/Z' }))).toBe('SG-005');
      expect(await sign('guichet-act+jws', actPayload(under, { mission: 'ML-ROM' }))).toBe('SG-005');
      expect(await sign('guichet-act+jws', actPayload(under, { more: 1 }))).toBe('SG-005');
      expect(await sign('guichet-act+jws', new TextEncoder().encode('{"v": 1}'))).toBe('SG-005');
      const doubled = new TextDecoder().decode(actPayload(under)).replace('{', '{"kind":"approved",');
      expect(await sign('guichet-act+jws', new TextEncoder().encode(doubled))).toBe('SG-005');
      expect(await sign('guichet-token+jws', new Uint8Array(300))).toBe('SG-005');
      const token = { v: 1, ref: 'PAR-B-26-00417-6', act: HASH, day: '2026-11-21' };
      const { day: _, ...withoutDay } = token;
      for (const other of [{ v: 1 }, withoutDay, { ...token, more: 1 }, { ...token, ref: 'Entrez' }])
        expect(await sign('guichet-token+jws', payloadBytes(other))).toBe('SG-005');
      expect(await sign('guichet-token+jws', payloadBytes(token))).toBe('signed');
    });

    test('the secret again: right or wrong, with the same delays', async () => {
      const under = await unlocked();
      expect(await under.signer.confirmSecret(under.secret)).toEqual({ confirmed: true, waitUntil: null });
      const wrong = await under.signer.confirmSecret('000000');
      expect(wrong.confirmed).toBe(false);
      expect(waitMs(wrong, T0)).toBe(1_000);
      expect((await under.signer.confirmSecret(under.secret)).confirmed).toBe(false);
    });
  });
}
