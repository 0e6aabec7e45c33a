/** Files of a draft: added to a document and taken away, with what stood in the way, document by document. */
import { useState } from 'react';
import { deskErrorOf, useDesk } from '../app/desk-context.tsx';
import type { Refusal } from './document-row.tsx';
import type { DraftEditor } from './use-draft-editor.ts';

export function useEvidence(editor: DraftEditor) {
  const desk = useDesk();
  const { draft } = editor;
  const [refusals, setRefusals] = useState<Readonly<Record<string, Refusal | undefined>>>({});
  const [adding, setAdding] = useState<Readonly<Record<string, string | undefined>>>({});
  const refresh = async () => editor.setEvidence((await desk.draft(draft.id)).evidence);

  const add = async (document: string, files: readonly File[]) => {
    setRefusals((old) => ({ ...old, [document]: undefined }));
    for (const file of files) {
      setAdding((old) => ({ ...old, [document]: file.name }));
      try {
        const bytes = new Uint8Array(await file.arrayBuffer());
        await desk.addEvidence(draft.id, document, '', file.type, bytes);
      } catch (error) {
        const { code, values } = deskErrorOf(error);
        setRefusals((old) => ({ ...old, [document]: { code, values } }));
      }
    }
    setAdding((old) => ({ ...old, [document]: undefined }));
    await refresh();
  };
  const remove = async (blob: (typeof draft.evidence)[number]['id']) => {
    await desk.removeEvidence(draft.id, blob);
    await refresh();
  };
  const keepOriginal = (document: string, kept: boolean) => {
    const others = draft.originalsKept.filter((one) => one.document !== document);
    editor.change({ originalsKept: kept ? [...others, { document, until: UNTIL }] : others });
  };

  /** what a row of this document needs */
  return (document: string) => ({
    refusal: refusals[document],
    adding: adding[document],
    onAdd: (files: readonly File[]) => void add(document, files),
    onRemove: (blob: (typeof draft.evidence)[number]['id']) => void remove(blob),
    onKeepOriginal: (kept: boolean) => keepOriginal(document, kept),
  });
}

/** An original kept at the counter is given back with what is issued. A word of assets/locales, not of the catalogue. */
const UNTIL = 'handed-over';
