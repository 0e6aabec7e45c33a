/**
 * Every call that the page may make of the main process, in one table: its channel and the shape of its arguments.
 * What is not here cannot be called; the ports of the journal and the signer have tables of their own
 * (app/desk/platform-ports.ts, app/log/journal-rpc.ts).
 */
import { type TSchema, Type } from 'typebox';
import type { ShellApi } from '../../app/desk/shell-api.ts';
import { AccessPagesSchema } from './access-pages-schema.ts';
import { FormPagesSchema } from './form-pages-schema.ts';
import type { ChannelName } from './names.ts';
import { RecepisseSchema } from './recepisse-schema.ts';

const LARGEST_FILE = 512 << 20;

/** `bytes`: whether the argument at this place is a byte array, which no JSON schema describes. */
interface Channel {
  readonly arguments: readonly (TSchema | 'bytes')[];
}

/**
 * A file's name without folders: letters, digits, blanks and . _ - ( ) only, not hidden, and of a kind that no system runs
 * when it is opened: a captured page must not have an officer save a program under the name of a dossier.
 */
const FileName = Type.String({
  pattern: `^(?! )(?=.{1,120}$)[\\p{L}\\p{N} _()-][\\p{L}\\p{N} ._()-]*\\.(?:guichet|jws|pdf|json|txt|csv|png)$`,
});

/** `batteryMinutes` is answered by the preload script, which the browser tells of the battery. */
export const CHANNELS = {
  'guichet:recepisse-pdf': { arguments: [RecepisseSchema] },
  'guichet:access-pdf': { arguments: [AccessPagesSchema, 'bytes'] },
  'guichet:form-pdf': { arguments: [FormPagesSchema] },
  'guichet:print': { arguments: ['bytes'] },
  'guichet:save-file': { arguments: [FileName, 'bytes'] },
  'guichet:set-theme': {
    arguments: [Type.Union([Type.Literal('system'), Type.Literal('light'), Type.Literal('dark')])],
  },
} as const satisfies Readonly<Record<ChannelName, Channel>>;

/** What answers each channel: the methods of {@link ShellApi} under their channels' names. */
export interface ChannelHandlers {
  'guichet:recepisse-pdf': ShellApi['recepissePdf'];
  'guichet:access-pdf': ShellApi['accessPdf'];
  'guichet:form-pdf': ShellApi['formPdf'];
  'guichet:print': ShellApi['print'];
  'guichet:save-file': ShellApi['saveFile'];
  'guichet:set-theme': ShellApi['setTheme'];
}

export const isBytes = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array && value.byteLength <= LARGEST_FILE;
