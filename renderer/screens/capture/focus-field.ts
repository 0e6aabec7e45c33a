import { fieldId } from './field-control.tsx';

/** To the field itself, once its page is on screen; the first of its controls where it has several. */
export function focusField(code: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const found = document.getElementById(fieldId(code));
      const control = found?.matches('input,select,textarea')
        ? found
        : found?.querySelector<HTMLElement>('input,select,textarea');
      control?.focus();
      control?.scrollIntoView({ block: 'center' });
    }),
  );
}
