/**
 * What a window may ask of the program around it: printing and files. In Electron the main process answers over
 * checked IPC (`window.guichet`); in a browser the page answers with what it can.
 */
import type { AccessPages } from './access-pages.ts';
import type { FormPages } from './form-pages.ts';
import type { RecepisseModel } from './recepisse.ts';

export type PrintResult =
  | { readonly outcome: 'printed' }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'no-printer' }
  | { readonly outcome: 'failed'; readonly code: string };

export interface ShellApi {
  readonly kind: 'electron' | 'browser';
  /** the printed document as PDF bytes, in memory only; the preview shows these very bytes */
  recepissePdf(model: RecepisseModel): Promise<Uint8Array>;
  /**
   * an applicant's file as a PDF, in memory only
   * @param pictures the bytes of all its pictures, one after the other
   */
  accessPdf(pages: AccessPages, pictures: Uint8Array): Promise<Uint8Array>;
  /** a service's form, blank or filled, as a PDF, in memory only */
  formPdf(pages: FormPages): Promise<Uint8Array>;
  /** sends PDF bytes to the printer chosen in the system's dialog or set on this desk */
  print(pdf: Uint8Array): Promise<PrintResult>;
  /** asks where and writes there; resolves false when the officer cancels. The caller records the export */
  saveFile(suggestedName: string, bytes: Uint8Array): Promise<boolean>;
  /** seconds on battery, or null on mains or unknown */
  batteryMinutes(): Promise<number | null>;
  setTheme(theme: 'system' | 'light' | 'dark'): Promise<void>;
}

export const SHELL_METHODS = [
  'recepissePdf',
  'accessPdf',
  'formPdf',
  'print',
  'saveFile',
  'batteryMinutes',
  'setTheme',
] as const satisfies readonly (keyof ShellApi)[];
