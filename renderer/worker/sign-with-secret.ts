import { DeskError } from '../../app/desk/desk-error.ts';
import type { SignableType } from '../../app/desk/ports.ts';
import type { DeskContext } from './desk-context.ts';

/**
 * For what the signer asks for the secret before each signature: to the screens that is the same as any other such wish.
 * @returns compact JWS @throws DeskError PN-002 when the secret must be given again; SignerError
 */
export async function signWithSecret(
  { platform }: Pick<DeskContext, 'platform'>,
  type: SignableType,
  payload: Uint8Array,
): Promise<string> {
  try {
    return await platform.signer.sign(type, payload);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'SG-004')
      throw new DeskError('PN-002', {}, { cause });
    throw cause;
  }
}
