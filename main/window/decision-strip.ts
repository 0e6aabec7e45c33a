/**
 * Counts decisions down in a strip at the bottom of the window, drawn by the main process in a view of its own. The
 * page cannot reach it, cover it, shorten it or press its button: a captured page cannot decide unseen.
 */
import type { BrowserWindow, Input, Session, WebContents } from 'electron';
import { app, WebContentsView } from 'electron';
import type { DecisionToConfirm } from '../../app/desk/ports.ts';
import type { DecisionCountdown } from '../../app/vault/officer-signer.ts';
import { SCHEME } from './scheme.ts';
import { stripRow } from './strip/make-strip-row.ts';
import { STRIP_CANCEL_CHANNEL, STRIP_ROW_HEIGHT, STRIP_ROWS_CHANNEL } from './strip/strip-row.ts';

export const STRIP_HOST = 'strip';
const TICK_MS = 200;

interface Running {
  readonly decision: DecisionToConfirm;
  /** monotonic milliseconds */
  readonly endsAt: number;
  end(how: 'confirmed' | 'cancelled'): void;
}

export class DecisionStrip implements DecisionCountdown {
  readonly #preload: string;
  readonly #session: Session;
  readonly #running = new Map<string, Running>();
  #window: BrowserWindow | null = null;
  #view: WebContentsView | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** @param session one whose `guichet://strip/` serves the strip's texts and nothing else */
  constructor(preload: string, session: Session) {
    this.#preload = preload;
    this.#session = session;
  }

  /** The window in which decisions are taken from now on. */
  attach(window: BrowserWindow): void {
    this.#window = window;
    const view = new WebContentsView({
      webPreferences: {
        preload: this.#preload,
        session: this.#session,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        spellcheck: false,
        devTools: !app.isPackaged,
        backgroundThrottling: false,
      },
    });
    this.#view = view;
    view.setVisible(false);
    window.contentView.addChildView(view);
    view.webContents.ipc.on(STRIP_CANCEL_CHANNEL, (_event, id: unknown) => {
      if (typeof id === 'string') this.cancel(id);
    });
    view.webContents.on('did-finish-load', () => this.#draw());
    view.webContents.on('render-process-gone', () => this.cancelAll());
    this.#listenForEscape(window.webContents);
    this.#listenForEscape(view.webContents);
    window.on('resize', () => this.#draw());
    window.on('closed', () => {
      this.#window = null;
      this.#view = null;
      this.cancelAll();
    });
    void view.webContents.loadURL(`${SCHEME}://${STRIP_HOST}/strip.html`);
  }

  run(decision: DecisionToConfirm): Promise<'confirmed' | 'cancelled'> {
    if (this.#window === null || this.#running.has(decision.id)) return Promise.resolve('cancelled');
    return new Promise((resolve) => {
      const endsAt = performance.now() + decision.seconds * 1000;
      this.#running.set(decision.id, { decision, endsAt, end: resolve });
      this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
      this.#draw();
    });
  }

  cancel(id: string): void {
    this.#finish(id, 'cancelled');
  }

  cancelAll(): void {
    for (const id of [...this.#running.keys()]) this.cancel(id);
  }

  #tick(): void {
    const now = performance.now();
    for (const [id, { endsAt }] of this.#running) if (endsAt <= now) this.#finish(id, 'confirmed');
    this.#draw();
  }

  #finish(id: string, how: 'confirmed' | 'cancelled'): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#running.delete(id);
    running.end(how);
    this.#draw();
  }

  /** Escape cancels the newest, wherever the focus is; the page does not see that key. */
  #listenForEscape(contents: WebContents): void {
    contents.on('before-input-event', (event, input: Input) => {
      const newest = [...this.#running.keys()].at(-1);
      if (newest === undefined || input.type !== 'keyDown' || input.key !== 'Escape') return;
      event.preventDefault();
      this.cancel(newest);
    });
  }

  #draw(): void {
    if (this.#running.size === 0 && this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
    const window = this.#window;
    const view = this.#view;
    if (window === null || view === null || window.isDestroyed()) return;
    const now = performance.now();
    const rows = [...this.#running.values()].map(({ decision, endsAt }) => stripRow(decision, endsAt - now));
    const { width, height } = window.getContentBounds();
    const tall = Math.min(rows.length * STRIP_ROW_HEIGHT, height);
    view.setBounds({ x: 0, y: height - tall, width, height: tall });
    const hadFocus = view.webContents.isFocused();
    view.setVisible(rows.length > 0);
    if (rows.length === 0 && hadFocus) window.webContents.focus();
    view.webContents.send(STRIP_ROWS_CHANNEL, rows);
  }
}
