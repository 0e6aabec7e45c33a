/** Accueil: a list, not a dashboard. What was interrupted first; Ctrl+Entrée opens the first row (UI.md section 3). */
import type { HomeLists } from '../../../app/desk/home.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { useDeskData } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { navigate } from '../app/route.ts';
import { StaleNotice } from '../keyring/stale-notice.tsx';
import { Loading } from '../shared/loading.tsx';
import { DeskHealthList } from './desk-health.tsx';
import { useHomeSections } from './home-sections.tsx';
import './home.css';

export function HomeScreen() {
  const { t } = useI18n();
  const lists = useDeskData(
    'home',
    (desk) => desk.home(),
    ({ type }) => type === 'dossiers-changed' || type === 'drafts-changed' || type === 'link-changed',
  );
  const open = () => navigate({ name: 'new' });
  return (
    <Frame current="home">
      <PageHead
        title={t('desk.home.title')}
        action={
          <Button kind="primary" onPress={open}>
            {t('desk.list.new')}
          </Button>
        }
      />
      <Loading of={lists}>{(found) => <HomeBody lists={found} />}</Loading>
    </Frame>
  );
}

function HomeBody({ lists }: { readonly lists: HomeLists }) {
  const { t, number } = useI18n();
  const sections = useHomeSections(lists);
  const first = sections.flatMap(({ rows }) => rows)[0];
  useCommands(first ? { primary: { run: first.open, label: t('desk.home.open-first') } } : {});
  return (
    <div className="home">
      <StaleNotice keyring={lists.desk.keyring} />
      {sections.map(({ key, title, rows }) => (
        <section key={key} className="home-section" aria-label={title}>
          <h2 className="home-title">
            {title} <span className="text-3">{number(rows.length)}</span>
          </h2>
          <ul>
            {rows.map((row) => (
              <li key={row.key}>
                <button type="button" className="home-row" onClick={row.open}>
                  <span className="home-mark">{row.mark}</span>
                  <span className="home-ref">{row.reference}</span>
                  <span className="home-name">{row.name}</span>
                  <span className="home-service">{row.service}</span>
                  <span className="home-state">{row.state}</span>
                  <span className="home-notice">{row.notice}</span>
                  <span className="home-end">{row.end}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {sections.length === 0 && <EmptyState>{t('desk.home.empty')}</EmptyState>}
      <section className="home-section" aria-label={t('desk.home.desk')}>
        <h2 className="home-title">{t('desk.home.desk')}</h2>
        <DeskHealthList health={lists.desk} />
      </section>
    </div>
  );
}
