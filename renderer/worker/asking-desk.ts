/** A computer without a kit that asks to be put into service: what the signer keeps, as the screens see it. */
import type { DeskAsked, DeskWish, PendingDesk, RootView } from '../../app/desk/desk-enrolment.ts';
import type { EnrolmentActivation } from '../../app/desk/enrolment.ts';
import type { DeskAsking, Signer } from '../../app/desk/ports.ts';
import { readDeskRequest } from '../../app/enrolment/desk-request.ts';
import { fingerprintOf } from '../../app/enrolment/request.ts';
import { readRoot, rootFingerprint } from '../../app/enrolment/root.ts';

/** @throws EnrolmentError EN-008 */
export async function readRootView(text: string): Promise<RootView> {
  const { jws, kid, until } = await readRoot(text);
  return { text: jws, fingerprint: rootFingerprint(kid), until };
}

export async function pendingDeskOf(signer: Signer): Promise<PendingDesk | null> {
  const asking = await signer.deskRequest();
  return asking && pendingOf(asking);
}

async function pendingOf({ request: text, root }: DeskAsking): Promise<PendingDesk> {
  const request = await readDeskRequest(text);
  return {
    id: request.id,
    mission: request.mission,
    initials: request.initials,
    roles: request.roles,
    askedAt: request.at,
    fingerprint: fingerprintOf(request.id),
    rootFingerprint: (await readRootView(root)).fingerprint,
    text: request.text,
  };
}

export async function askForDeskAt(signer: Signer, wish: DeskWish, pin: string | null): Promise<DeskAsked> {
  const { request, words } = await signer.askForDesk(wish, pin);
  return { pending: await pendingOf({ request, root: wish.root }), words };
}

export async function activateDeskAt(
  signer: Signer,
  answer: string,
  secret: string,
): Promise<EnrolmentActivation> {
  const outcome = await signer.activateDesk(answer, secret);
  return outcome.outcome === 'activated' ? { kid: outcome.kid } : { waitUntil: outcome.waitUntil };
}
