/** Pièces: one at a time, large. What was on screen is noted, because a decision may rest on it. */
import { useState } from 'react';
import type { BlobId } from '../../../app/acts/ids.ts';
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { useDesk } from '../app/desk-context.tsx';
import { EvidenceViewer } from '../shared/evidence-viewer/evidence-viewer.tsx';
import { documentTitle } from './document-title.ts';

export function DocumentsTab({ view }: { readonly view: DossierView }) {
  const i18n = useI18n();
  const desk = useDesk();
  const [current, setCurrent] = useState<string | undefined>(view.documents[0]?.blob);
  const [displayed, setDisplayed] = useState<ReadonlySet<string>>(new Set());
  const { id } = view.row;
  return (
    <div className="dossier-scans">
      <EvidenceViewer
        documents={view.documents.map((one) => ({
          key: one.blob,
          title: documentTitle(view, one.document, i18n),
          label: one.label,
          bytes: one.bytes,
          here: one.here,
        }))}
        current={current}
        onCurrent={setCurrent}
        load={(key) => desk.evidence(id, key as BlobId)}
        displayed={displayed}
        onDisplayed={(key) => {
          setDisplayed((old) => new Set([...old, key]));
          void desk.noteDisplayed(id, key as BlobId).catch(() => {});
        }}
        empty={<EmptyState>{i18n.t('desk.dossier.no-documents')}</EmptyState>}
      />
    </div>
  );
}
