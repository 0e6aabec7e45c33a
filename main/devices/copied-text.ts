/**
 * What was copied out of the desk does not outlast its officer: a lock empties the clipboard, if it still holds what the
 * desk's page put there. What another program put there stays.
 */
import { createHash } from 'node:crypto';
import type { WebContents } from 'electron';
import { COPIED_CHANNEL } from '../ipc/names.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Electron's; newer runtimes answer with promises. */
interface SystemClipboard {
  readText(): string | Promise<string>;
  clear(): unknown;
}

export class CopiedText {
  readonly #clipboard: SystemClipboard;
  /** of the text, so that no copy of it is kept here */
  #hash: string | null = null;

  constructor(clipboard: SystemClipboard) {
    this.#clipboard = clipboard;
  }

  /** Listens to this page from now on. */
  watch(contents: Pick<WebContents, 'ipc'>): void {
    contents.ipc.on(COPIED_CHANNEL, () => void this.note());
  }

  /** The page has just copied or cut something. */
  async note(): Promise<void> {
    this.#hash = hashOf(await this.#clipboard.readText());
  }

  async forget(): Promise<void> {
    const hash = this.#hash;
    this.#hash = null;
    if (hash !== null && hashOf(await this.#clipboard.readText()) === hash) await this.#clipboard.clear();
  }
}
