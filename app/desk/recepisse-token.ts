/**
 * The signed text in a récépissé's QR: which file, which act opened it, on which day. It says that an officer of that
 * mission printed it, and nothing of whoever holds the paper.
 */
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { ActId, Reference } from '../acts/ids.ts';
import { parseReference } from '../acts/reference.ts';
import type { Credential } from '../keyring/credential.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { isOfficerRole } from '../keyring/roles.ts';
import { SealError } from '../seal/errors.ts';
import { parseCompact, payloadOf } from '../seal/jws.ts';

/** The members of `guichet-token+jws`, in their order. */
export const TokenPayload = Type.Object(
  {
    v: Type.Literal(1),
    ref: Type.String({ pattern: '^[A-Z0-9]{2,8}-[A-Z]-\\d{2}-\\d{5,7}-[0-9A-Z]$' }),
    /** the `opened` act */
    act: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    /** that the act claims */
    day: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  },
  { additionalProperties: false },
);

/**
 * `QR-001` not the text of a récépissé, or a part of one; `QR-002` forged: not signed by who it names, not by an officer of
 * that mission, or of another file than it says; `QR-003` its signer is not known here; `QR-004` true, and its file is not
 * here.
 */
export class RecepisseError extends Error {
  readonly code: 'QR-001' | 'QR-002' | 'QR-003' | 'QR-004';
  constructor(code: RecepisseError['code'], cause?: unknown) {
    super(code, { cause });
    this.name = 'RecepisseError';
    this.code = code;
  }
}

export interface RecepisseToken {
  readonly ref: Reference;
  readonly act: ActId;
  readonly day: string;
  /** an officer; perhaps revoked since: what they printed before stays with its holders */
  readonly by: Credential;
}

/** Is it meant for {@link verifyRecepisse}? A scanner that types gives the beginning first. */
export const claimsToBeRecepisse = (text: string): boolean => /^eyJ[A-Za-z0-9_-]{20,}\./.test(text.trim());

/**
 * Against the keyring at hand, offline. One text, to the byte: what a scanner types around it is its caller's to take off.
 * Whether the file is one of its signer's mission is seen where the file is.
 * @throws RecepisseError QR-001 to QR-003
 */
export async function verifyRecepisse(text: string, keyring: Keyring): Promise<RecepisseToken> {
  const { parsed, payload } = readToken(text);
  const by = parsed.kid === null ? undefined : keyring.credential(parsed.kid);
  if (!by) throw new RecepisseError('QR-003');
  if (!by.roles.some(isOfficerRole)) throw new RecepisseError('QR-002');
  try {
    await keyring.verify(parsed);
    return { ref: parseReference(payload.ref), act: payload.act as ActId, day: payload.day, by };
  } catch (cause) {
    throw new RecepisseError('QR-002', cause);
  }
}

function readToken(text: string) {
  try {
    const parsed = parseCompact(text);
    const payload = payloadOf(parsed);
    if (parsed.typ === 'guichet-token+jws' && Check(TokenPayload, payload))
      return { parsed, payload: payload as Static<typeof TokenPayload> };
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
  }
  throw new RecepisseError('QR-001');
}
