/** What each page of the program may load. Everything not named is refused. */

/**
 * React Aria puts one `<style>` into the page (touch-action of what can be pressed); its text is fixed, so its hash
 * is allowed instead of every inline style. tests/main/window checks it against the installed package.
 */
export const PRESS_STYLE_HASH = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

/** @param gateway the centre's address, the one place outside that the page's worker may talk to */
export function deskPolicy(gateway: string | null): string {
  return policy({
    'default-src': ["'none'"],
    // Nothing is compiled, not even WebAssembly: the page's officers unlock in the main process, where Argon2id is.
    'script-src': ["'self'"],
    'style-src': ["'self'", PRESS_STYLE_HASH],
    // blob: scans and photos, deciphered in memory, that must not touch the disk.
    'img-src': ["'self'", 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...(gateway === null ? [] : [new URL(gateway).origin])],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    // The preview of a printed document is the PDF itself, in the browser's own viewer. Under an address of its own
    // and not as blob:, which would inherit this policy, under which the viewer's page does not stand.
    'frame-src': ['guichet://preview'],
    'object-src': ["'none'"],
    // The camera's picture is a media stream, which needs no source here.
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  });
}

/** Hidden pages that are printed: their own script, style and fonts, scans from memory, and nobody to talk to. */
export const PRINT_POLICY = policy({
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'blob:'],
  'font-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
});

/** The strip has no script at all: its preload script writes into it. Its style and fonts come with the program. */
export const STRIP_POLICY = policy({
  'default-src': ["'none'"],
  'style-src': ["'self'"],
  'font-src': ['data:'],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
});

function policy(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
