/** The window around a screen: top bar, rail, foot, and the countdown. What else may lie over it is in overlays.tsx. */
import { type ReactNode, useEffect } from 'react';
import { AppShell, type ShellLayout } from '../../ui/app-shell.tsx';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Rail } from '../../ui/rail.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { UpdateNotice } from '../boot/console-notices.tsx';
import { mayEnrol } from '../enrolment/enrolment-roles.ts';
import { linkState } from '../link/link-text.ts';
import { DecisionStrip } from '../shared/decision-countdown.tsx';
import { deskText } from '../shared/entry-text.tsx';
import { useSession, useWorkplace } from './desk-context.tsx';
import { useLock, useSwitchOfficer } from './last-words.tsx';
import { type RailKey, railItems } from './rail-items.ts';
import { navigate } from './route.ts';
import { useWorkspace } from './workspace.tsx';
import './frame.css';

export interface FrameProps {
  readonly layout?: ShellLayout;
  /** the section of the rail that is open */
  readonly current?: RailKey | undefined;
  readonly bar?: ReactNode;
  readonly children: ReactNode;
}

const LIST: ShellLayout = { kind: 'list' };

export function Frame({ layout = LIST, current, bar, children }: FrameProps) {
  const i18n = useI18n();
  const lock = useLock();
  const switchOfficer = useSwitchOfficer();
  const { now } = useSession();
  const { officer } = useWorkplace();
  const workspace = useWorkspace();
  const central = officer.mission === 'CENTRAL';
  useCommands({
    search: () => workspace.open('search'),
    'link-panel': () => workspace.open('link'),
    assistant: () => navigate({ name: 'services', about: null }),
    keys: () => workspace.open('keys'),
    lock: { run: lock },
    'switch-officer': { run: switchOfficer },
    ...(central ? {} : { 'new-dossier': () => navigate({ name: 'new' }) }),
    ...(mayEnrol(officer) ? { enrol: () => navigate({ name: 'enrol' }) } : {}),
  });
  useEffect(() => {
    // The element that had the focus may have gone with the last screen.
    if (document.activeElement === document.body) document.getElementById('content')?.focus();
  }, []);
  const { batteryMinutes: minutes, link, counting } = workspace;
  return (
    <AppShell
      layout={layout}
      top={
        <TopBar
          mission={officer.mission}
          desk={deskText(officer.desk, i18n)}
          officer={officer.name}
          link={link && linkState(link, now(), i18n)}
          battery={minutes === null ? undefined : i18n.t('desk.battery', { n: i18n.number(minutes) })}
          onSearch={() => workspace.open('search')}
        />
      }
      rail={
        <Rail
          items={railItems(officer, workspace, i18n)}
          current={current}
          narrow={layout.kind === 'capture' || layout.kind === 'review'}
        />
      }
      bar={bar}
      {...(counting === null || counting.pending.drawnBy === 'main'
        ? {}
        : { strip: <DecisionStrip counting={counting} /> })}
    >
      <UpdateNotice />
      <Troubles />
      {children}
    </AppShell>
  );
}

/** What the desk reported, until it is read; a low battery; lists that are being rebuilt. */
function Troubles() {
  const { t } = useI18n();
  const { troubles, dismissTrouble, batteryMinutes, rebuild } = useWorkspace();
  const low = batteryMinutes !== null && batteryMinutes <= 10;
  if (troubles.length === 0 && !low && rebuild === null) return null;
  return (
    <section className="troubles" aria-label={t('desk.trouble')}>
      {rebuild && <ProgressBar label={t('desk.rebuild')} done={rebuild.done} total={rebuild.of} />}
      {low && (
        <p className="troubles-battery" role="status">
          {t('desk.battery.low', { n: batteryMinutes })}
        </p>
      )}
      {troubles.map(({ code, values }) => (
        <ErrorLine
          key={code}
          code={code}
          values={values}
          tone="wait"
          action={
            <Button size="small" onPress={() => dismissTrouble(code)}>
              {t('desk.dismiss')}
            </Button>
          }
        />
      ))}
    </section>
  );
}
