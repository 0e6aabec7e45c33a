import type { DossierDocument, DossierView } from '../../../../app/desk/dossier-view.ts';
import type { I18n } from '../../../ui/i18n.tsx';
import type { ViewedDocument } from '../../shared/evidence-viewer/viewed-document.ts';
import { say } from '../../shared/texts.ts';

/** The document's title in the officer's language; its code where the definition does not know it. */
export function titleOf(view: DossierView, document: DossierDocument, i18n: I18n): string {
  const asked = view.definition?.documents.find(({ code }) => code === document.document);
  return asked ? say(i18n, asked.title) : document.document;
}

export const viewedDocuments = (view: DossierView, i18n: I18n): readonly ViewedDocument[] =>
  view.documents.map((document) => ({
    key: document.blob,
    title: titleOf(view, document, i18n),
    label: document.label,
    bytes: document.bytes,
    here: document.here,
  }));
