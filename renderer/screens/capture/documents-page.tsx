/** One row a document asked: its files, and whether the original is kept. A file that is no picture is not taken. */
import { useRef } from 'react';
import type { FormContext } from '../../../app/catalogue/form.ts';
import { checklist } from '../../../app/catalogue/required-documents.ts';
import { useCommands } from '../../ui/commands.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { DocumentRow } from './document-row.tsx';
import { UnaskedRow } from './unasked-row.tsx';
import type { DraftEditor } from './use-draft-editor.ts';
import { useEvidence } from './use-evidence.ts';

export interface DocumentsPageProps {
  readonly editor: DraftEditor;
  readonly context: FormContext;
}

export function DocumentsPage({ editor, context }: DocumentsPageProps) {
  const { t } = useI18n();
  const { draft } = editor;
  const list = useRef<HTMLUListElement>(null);
  const rowOf = useEvidence(editor);
  const lines = checklist(draft.definition, draft.answers, draft.evidence, context);
  const asked = new Set(lines.map(({ document }) => document.code));
  const unasked = new Set(draft.evidence.map(({ document }) => document).filter((one) => !asked.has(one)));
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
          <DocumentRow key={line.document.code} line={line} draft={draft} {...rowOf(line.document.code)} />
        ))}
        {[...unasked].map((code) => (
          <UnaskedRow key={code} code={code} draft={draft} onRemove={rowOf(code).onRemove} />
        ))}
      </ul>
    </>
  );
}
