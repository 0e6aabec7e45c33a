/** Names and envelopes that the main process and the preload scripts share. No dependencies: preloads stay small. */

export const CHANNEL_NAMES = [
  'guichet:recepisse-pdf',
  'guichet:access-pdf',
  'guichet:form-pdf',
  'guichet:print',
  'guichet:save-file',
  'guichet:set-theme',
] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** page → preload → main: ready for ports; main → preload → page: here they are. */
export const READY_CHANNEL = 'guichet:ready';
export const PORTS_CHANNEL = 'guichet:ports';

/** main → print page: what to draw; print page → main: it stands, with all its fonts. */
export const PRINT_MODEL_CHANNEL = 'print:model';
export const PRINT_READY_CHANNEL = 'print:ready';

/** An answer as it travels: Electron would wrap a thrown error's text, and lose its code. */
export type Answer = { readonly value: unknown } | { readonly code: string };
