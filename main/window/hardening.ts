/**
 * Deny by default: permissions, devices, navigation, windows, downloads and requests. What a desk needs is named.
 */
import type { App, Session } from 'electron';
import { DESK_ORIGIN, PREVIEW_HOST, SCHEME } from './scheme.ts';

/** `media`: the camera for the photograph. Microphones are refused below. */
const PERMISSIONS: ReadonlySet<string> = new Set(['media', 'clipboard-sanitized-write', 'fullscreen']);

const isDesk = (url: string | undefined): boolean =>
  url === DESK_ORIGIN || (url ?? '').startsWith(`${DESK_ORIGIN}/`);

/**
 * @param gateway the centre's address, asked for at each request: a computer may become a desk while the program runs
 * @param refused told of each refusal
 */
export function hardenSession(session: Session, gateway: () => string | null, refused: () => void): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const allowed =
      PERMISSIONS.has(permission) && isDesk(details.requestingUrl) && media.every((type) => type === 'video');
    if (!allowed) refused();
    answer(allowed);
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) =>
      PERMISSIONS.has(permission) && isDesk(origin.replace(/\/$/, '')) && details.mediaType !== 'audio',
  );
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false); // it would fetch dictionaries from outside, and keep words
  session.on('will-download', (event) => {
    event.preventDefault(); // files leave through the save dialog only
    refused();
  });
  const isCentre = (origin: string): boolean => {
    const url = gateway();
    return url !== null && origin === new URL(url).origin;
  };
  session.webRequest.onBeforeRequest((details, answer) => {
    const { protocol, origin } = new URL(details.url);
    const ours = [`${SCHEME}:`, 'blob:', 'data:', 'devtools:', 'chrome-extension:', 'chrome:'].includes(
      protocol,
    );
    const allowed = ours || isCentre(origin);
    if (!allowed) refused();
    answer({ cancel: !allowed });
  });
  readAnswersOf(session, isCentre);
}

/**
 * Whatever answers at the centre's address may be read by the desk: a proxy in trouble or a captive portal does not
 * allow other origins, and without this the desk could not tell either from a link that is down.
 */
function readAnswersOf(session: Session, isCentre: (origin: string) => boolean): void {
  const urls = ['http://*/*', 'https://*/*'];
  session.webRequest.onHeadersReceived({ urls }, ({ url, responseHeaders = {} }, answer) => {
    if (!isCentre(new URL(url).origin)) return answer({ responseHeaders });
    const allows = Object.keys(responseHeaders).some(
      (name) => name.toLowerCase() === 'access-control-allow-origin',
    );
    answer({
      responseHeaders: allows
        ? responseHeaders
        : { ...responseHeaders, 'access-control-allow-origin': ['*'] },
    });
  });
}

/** For every page the program ever opens. */
export function hardenContents(app: App, refused: () => void): void {
  app.on('web-contents-created', (_event, contents) => {
    // Peer connections go past the content policy and past the requests that are looked at: no page needs one.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.setWindowOpenHandler(() => {
      refused();
      return { action: 'deny' };
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
      refused();
    });
    contents.on('will-frame-navigate', (event) => {
      const { url, isMainFrame } = event;
      if (isMainFrame ? isSamePage(contents.getURL(), url) : isPreview(url)) return;
      event.preventDefault();
      refused();
    });
    contents.on('will-redirect', (event) => {
      // The viewer asks for a document under an address of its own, and is sent to the document's.
      if (!event.isMainFrame && isPreview(event.url)) return;
      event.preventDefault();
      refused();
    });
  });
}

/** Chromium's PDF viewer, an extension of the browser itself with a fixed name. */
const PDF_VIEWER = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/';

/** Frames: a printed document's preview, and the frames of the viewer within it. */
const isPreview = (url: string): boolean =>
  url.startsWith(`${SCHEME}://${PREVIEW_HOST}/`) || url.startsWith(PDF_VIEWER);

/** A page may load itself again, and nothing else. */
const isSamePage = (from: string, to: string): boolean => isDesk(from) && isDesk(to);
