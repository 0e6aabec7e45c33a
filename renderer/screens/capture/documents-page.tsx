/** One row a document asked: its files, and whether the original is kept. A file that is no picture is not taken. */
import { useRef, useState } from 'react';
import type { FormContext } from '../../../app/catalogue/form.ts';
import { checklist } from '../../../app/catalogue/required-documents.ts';
import { useCommands } from '../../ui/commands.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { deskErrorOf, useDesk } from '../app/desk-context.tsx';
import { DocumentRow, type Refusal } from './document-row.tsx';
import type { DraftEditor } from './use-draft-editor.ts';

export interface DocumentsPageProps {
  readonly editor: DraftEditor;
  readonly context: FormContext;
}

export function DocumentsPage({ editor, context }: DocumentsPageProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const { draft } = editor;
  const list = useRef<HTMLUListElement>(null);
  const [refusals, setRefusals] = useState<Readonly<Record<string, Refusal | undefined>>>({});
  const [adding, setAdding] = useState<Readonly<Record<string, string | undefined>>>({});
  const lines = checklist(draft.definition, draft.answers, draft.evidence, context);
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
  useCommands({
    'add-document': {
      label: t('desk.docs.add'),
      run: () => {
        const next = lines.findIndex(({ state }) => state === 'missing');
        const buttons = list.current?.querySelectorAll<HTMLElement>('[data-choose]');
        buttons?.[Math.max(0, next)]?.focus();
      },
    },
  });
  const complete = lines.filter(({ state }) => state === 'complete').length;
  return (
    <>
      <PageHead
        title={t('desk.docs.title')}
        note={t('desk.docs.summary', { done: complete, of: lines.length })}
      />
      <ul className="documents" ref={list}>
        {lines.map((line) => (
          <DocumentRow
            key={line.document.code}
            line={line}
            draft={draft}
            refusal={refusals[line.document.code]}
            adding={adding[line.document.code]}
            onAdd={(files) => void add(line.document.code, files)}
            onRemove={(blob) => void remove(blob)}
            onKeepOriginal={(kept) => keepOriginal(line.document.code, kept)}
          />
        ))}
      </ul>
    </>
  );
}

/** An original kept at the counter is given back with what is issued. A word of assets/locales, not of the catalogue. */
const UNTIL = 'handed-over';
