/**
 * Prints by a hidden window: the récépissé is drawn by a page of our own, becomes a PDF in memory, and goes to the
 * printer from the same page. `window.print()` is never called: it would stop the desk behind a dialog.
 */
import { createHash } from 'node:crypto';
import { app, BrowserWindow, type Session } from 'electron';
import type { AccessPages } from '../../app/desk/access-pages.ts';
import type { FormPages } from '../../app/desk/form-pages.ts';
import type { RecepisseModel } from '../../app/desk/recepisse.ts';
import type { PrintResult } from '../../app/desk/shell-api.ts';
import { PRINT_MODEL_CHANNEL, PRINT_READY_CHANNEL } from '../ipc/names.ts';
import { SCHEME } from '../window/scheme.ts';

export const PRINT_HOST = 'print';
/** A page of the program, and how long it may take to draw. A file with its scans is many sheets. */
const RECEPISSE = { url: `${SCHEME}://${PRINT_HOST}/print/recepisse.html`, longestMs: 20_000 } as const;
const FORM = { url: `${SCHEME}://${PRINT_HOST}/print/form.html`, longestMs: 20_000 } as const;
const ACCESS = { url: `${SCHEME}://${PRINT_HOST}/print/access.html`, longestMs: 120_000 } as const;
type PrintPage = typeof RECEPISSE | typeof FORM | typeof ACCESS;
/** What may go to paper, as it was previewed. */
type Printed =
  | { readonly page: typeof RECEPISSE; readonly model: RecepisseModel; readonly pdf: Uint8Array }
  | { readonly page: typeof FORM; readonly model: FormPages; readonly pdf: Uint8Array };
const KEPT = 4;
/** A5 portrait: millimetres, and microns for the printer */
const A5_MICRONS = { width: 148_000, height: 210_000 } as const;

/**
 * PR-002: the printer did not take it; PR-003: the document could not be drawn on its sheet; PR-004: these bytes were
 * not made here, or long ago. (PR-001 is the web console's: it does not print.)
 */
export type PrintingErrorCode = 'PR-002' | 'PR-003' | 'PR-004';
export class PrintingError extends Error {
  readonly code: PrintingErrorCode;
  constructor(code: PrintingErrorCode) {
    super(code);
    this.name = 'PrintingError';
    this.code = code;
  }
}

export class Printing {
  readonly #preload: string;
  readonly #session: Session;
  /** the last few by the hash of their PDF: what was previewed can be sent to paper */
  readonly #recent = new Map<string, Printed>();

  /** hidden pages that hold what they draw */
  readonly #open = new Set<BrowserWindow>();

  /** @param session one whose `guichet://print/` serves the renderer's files, and which reaches nothing else */
  constructor(preload: string, session: Session) {
    this.#preload = preload;
    this.#session = session;
  }

  /** @throws PrintingError PR-003 */
  async recepissePdf(model: RecepisseModel): Promise<Uint8Array> {
    const pdf = await this.#withPage(RECEPISSE, model, (window) =>
      window.webContents.printToPDF({
        pageSize: 'A5',
        preferCSSPageSize: true,
        printBackground: false,
        generateTaggedPDF: true,
        margins: { top: 0, bottom: 0, left: 0, right: 0 },
      }),
    );
    const bytes = new Uint8Array(pdf);
    this.#keep({ page: RECEPISSE, model, pdf: bytes });
    return bytes;
  }

  /**
   * A4; its own style puts the reference and the page at the foot of each, on paper as in the PDF.
   * @throws PrintingError PR-003
   */
  async formPdf(model: FormPages): Promise<Uint8Array> {
    const made = await this.#withPage(FORM, model, (window) =>
      window.webContents.printToPDF({
        pageSize: 'A4',
        preferCSSPageSize: true,
        printBackground: false,
        generateTaggedPDF: true,
      }),
    );
    const pdf = new Uint8Array(made);
    this.#keep({ page: FORM, model, pdf });
    return pdf;
  }

  /**
   * A4, reference and page number on each. It is saved and never printed from here: nothing of it is kept.
   * @throws PrintingError PR-003
   */
  async accessPdf(pages: AccessPages, pictures: Uint8Array): Promise<Uint8Array> {
    const pdf = await this.#withPage(ACCESS, { pages, pictures }, (window) =>
      window.webContents.printToPDF({
        pageSize: 'A4',
        preferCSSPageSize: true,
        printBackground: false,
        generateTaggedPDF: true,
        displayHeaderFooter: true,
        headerTemplate: '<span></span>',
        footerTemplate: footer(pages.ref),
      }),
    );
    return new Uint8Array(pdf);
  }

  /** @throws PrintingError PR-003, PR-004 */
  async print(pdf: Uint8Array): Promise<PrintResult> {
    const kept = this.#recent.get(nameOf(pdf));
    if (kept === undefined) throw new PrintingError('PR-004');
    return this.#withPage(kept.page, kept.model, async (window) => {
      if ((await window.webContents.getPrintersAsync()).length === 0) return { outcome: 'no-printer' };
      return send(window, kept.page);
    });
  }

  /** The bytes of a document that was drawn here, by the SHA-256 of its bytes in hex. */
  preview(name: string): Uint8Array | null {
    return this.#recent.get(name)?.pdf ?? null;
  }

  /** What was printed, or is being drawn, holds personal data: a lock forgets it, and what is under way ends in PR-003. */
  forget(): void {
    this.#recent.clear();
    for (const window of this.#open) window.destroy();
  }

  #keep(printed: Printed): void {
    this.#recent.set(nameOf(printed.pdf), printed);
    const oldest = this.#recent.keys().next().value;
    if (this.#recent.size > KEPT && oldest !== undefined) this.#recent.delete(oldest);
  }

  async #withPage<T>(
    page: PrintPage,
    model: unknown,
    use: (window: BrowserWindow) => Promise<T>,
  ): Promise<T> {
    const window = new BrowserWindow({
      show: false,
      width: 560,
      height: 794,
      title: 'Guichet',
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
    const closed = new Promise<never>((_resolve, reject) => {
      window.once('closed', () => reject(new PrintingError('PR-003')));
    });
    this.#open.add(window);
    try {
      return await Promise.race([closed, stands(window, page, model).then(() => use(window))]);
    } finally {
      this.#open.delete(window);
      if (!window.isDestroyed()) window.destroy();
    }
  }
}

const nameOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Chromium's own line at the foot of each page, which is mark-up: a reference has letters, digits and hyphens only. */
const footer = (ref: string): string =>
  `<div dir="ltr" style="width:100%;margin:0 15mm;font:8pt sans-serif;display:flex;justify-content:space-between"><span>${ref.replace(/[^A-Z0-9-]/g, '')}</span><span><span class="pageNumber"></span>/<span class="totalPages"></span></span></div>`;

/** Resolves once the page has drawn the model with all its fonts, and says that it fits. */
function stands(window: BrowserWindow, page: PrintPage, model: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      clearTimeout(timer);
      reject(new PrintingError('PR-003'));
    };
    const timer = setTimeout(fail, page.longestMs);
    const { ipc } = window.webContents;
    // This window's own channel: no other page can ask for the model.
    ipc.handle(PRINT_MODEL_CHANNEL, () => model);
    ipc.once(PRINT_READY_CHANNEL, (_event, fits: unknown) => {
      clearTimeout(timer);
      if (fits === true) resolve();
      else fail();
    });
    window.once('closed', fail);
    window.webContents.once('render-process-gone', fail);
    window.webContents.once('did-fail-load', fail);
    window.loadURL(page.url).catch(fail);
  });
}

/** A form has the margins of its own style; a récépissé fills its sheet. */
function send(window: BrowserWindow, page: Printed['page']): Promise<PrintResult> {
  const paper =
    page === FORM
      ? ({ pageSize: 'A4' } as const)
      : ({ pageSize: A5_MICRONS, margins: { marginType: 'none' } } as const);
  return new Promise((resolve) => {
    window.webContents.print({ silent: false, printBackground: false, ...paper }, (success, reason) => {
      if (success) resolve({ outcome: 'printed' });
      else if (/cancel/i.test(reason)) resolve({ outcome: 'cancelled' });
      else resolve({ outcome: 'failed', code: 'PR-002' satisfies PrintingErrorCode });
    });
  });
}
