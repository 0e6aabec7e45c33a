/** One line of the strip, as the main process sends it to the strip's preload script. */
export interface StripRow {
  readonly id: string;
  readonly language: 'fr' | 'en' | 'ar';
  readonly direction: 'ltr' | 'rtl';
  /** « Accordé : PAR-B-26-00417-6 », in parts: the reference runs its own way */
  readonly kind: string;
  readonly ref: string;
  /** « Marque », and the file's mark: main's own, while the page could give another file's reference */
  readonly markName: string;
  readonly mark: string;
  readonly left: string;
  readonly cancel: string;
  readonly key: string;
}

export const STRIP_ROW_HEIGHT = 44;
export const STRIP_ROWS_CHANNEL = 'strip:rows';
export const STRIP_CANCEL_CHANNEL = 'strip:cancel';
