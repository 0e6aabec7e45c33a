/**
 * What was copied out of the desk does not outlast its officer: a lock empties the clipboard of what came into it while
 * the desk had the focus, whatever way it was copied there. What another program put there stays.
 */
import { createHash } from 'node:crypto';
import type { BrowserWindow } from 'electron';

/** Electron's; newer runtimes answer with promises. */
interface SystemClipboard {
  readText(): string | Promise<string>;
  clear(): unknown;
}

export class CopiedText {
  readonly #clipboard: SystemClipboard;
  #focused: () => boolean = () => false;
  /** hash of what the clipboard held when the desk last got the focus: of the text, so that no copy of it is kept here */
  #before: string | null = null;
  /** hash of what it held when the desk last lost the focus, where that came from the desk */
  #ours: string | null = null;

  constructor(clipboard: SystemClipboard) {
    this.#clipboard = clipboard;
  }

  /** Follows the focus of this window from now on. */
  async watch(window: Pick<BrowserWindow, 'on' | 'isFocused'>): Promise<void> {
    this.#focused = () => window.isFocused();
    window.on('focus', () => void this.#enter());
    window.on('blur', () => void this.#leave());
    await this.#enter();
  }

  async forget(): Promise<void> {
    const focused = this.#focused();
    const held = await this.#read();
    if (held === this.#ours || (focused && held !== this.#before)) await this.#clipboard.clear();
    this.#ours = null;
    this.#before = await this.#read();
  }

  async #enter(): Promise<void> {
    this.#before = await this.#read();
  }

  async #leave(): Promise<void> {
    const held = await this.#read();
    if (held !== this.#before) this.#ours = held;
  }

  async #read(): Promise<string> {
    return createHash('sha256')
      .update(await this.#clipboard.readText())
      .digest('base64url');
  }
}
