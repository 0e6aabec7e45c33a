import { controlOf } from './field-id.ts';

/** To the field itself, once its page is on screen; the first of its controls where it has several. */
export function focusField(id: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const control = controlOf(id);
      control?.focus();
      control?.scrollIntoView({ block: 'center' });
    }),
  );
}
