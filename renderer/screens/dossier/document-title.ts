import type { DossierView } from '../../../app/desk/dossier-view.ts';
import type { I18n } from '../../ui/i18n.tsx';
import { say } from '../shared/texts.ts';

/** A document's title from the definition; its code where this desk does not have the definition. */
export function documentTitle(view: Pick<DossierView, 'definition'>, code: string, i18n: I18n): string {
  const asked = view.definition?.documents.find((one) => one.code === code);
  return asked ? say(i18n, asked.title) : code;
}
