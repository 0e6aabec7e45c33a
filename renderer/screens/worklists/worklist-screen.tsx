/** À reprendre, À décider, À cosigner, À remettre: one table each, and the first row is the next thing to do. */
import type { DossierRow } from '../../../app/desk/dossier-row.ts';
import type { HomeLists } from '../../../app/desk/home.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { type I18n, useI18n } from '../../ui/i18n.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { useDeskData, useSession } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { useWorkspace } from '../app/workspace.tsx';
import { DossierTable, openDossier } from '../dossiers/dossier-table.tsx';
import { whenText } from '../link/link-text.ts';
import { Loading } from '../shared/loading.tsx';

export type Worklist = 'to-resume' | 'to-decide' | 'to-countersign' | 'to-hand-over';

const LIST_OF: Readonly<Record<Worklist, (lists: HomeLists) => readonly DossierRow[]>> = {
  'to-resume': (lists) => lists.returned,
  'to-decide': (lists) => lists.toDecide,
  'to-countersign': (lists) => lists.toCountersign,
  'to-hand-over': (lists) => lists.toHandOver,
};

export function WorklistScreen({ list }: { readonly list: Worklist }) {
  const { t, number } = useI18n();
  const loaded = useDeskData(
    `work ${list}`,
    async (desk) => LIST_OF[list](await desk.home()),
    ({ type }) => type === 'dossiers-changed',
  );
  const [first] = loaded.value ?? [];
  const action = t(`desk.work.${list}-action`);
  const { open } = useWorkspace();
  const scan = t('desk.work.scan');
  useCommands(list === 'to-hand-over' ? { 'read-document': { run: () => open('search'), label: scan } } : {});
  useCommands(first ? { primary: { run: () => openDossier(first), label: action, quiet: true } } : {});
  return (
    <Frame current={list}>
      <PageHead
        title={t(`desk.work.${list}`)}
        note={loaded.value && number(loaded.value.length)}
        action={
          first && (
            <Button kind="primary" onPress={() => openDossier(first)}>
              {action}
            </Button>
          )
        }
      />
      <Loading of={loaded}>
        {(rows) => (
          <DossierTable
            label={t(`desk.work.${list}`)}
            rows={rows}
            view={list}
            empty={<EmptyWorklist list={list} />}
          />
        )}
      </Loading>
    </Frame>
  );
}

function EmptyWorklist({ list }: { readonly list: Worklist }) {
  const i18n = useI18n();
  const { link } = useWorkspace();
  const { now } = useSession();
  const contact = link?.lastContactAt ?? null;
  return <EmptyState>{emptyText(list, contact, now(), i18n)}</EmptyState>;
}

function emptyText(list: Worklist, contact: string | null, now: number, i18n: I18n): string {
  if (list !== 'to-hand-over') return i18n.t(`desk.work.${list}-empty`);
  if (contact === null) return i18n.t('desk.work.to-hand-over-never');
  return i18n.t('desk.work.to-hand-over-empty', { time: whenText(contact, now, i18n) });
}
