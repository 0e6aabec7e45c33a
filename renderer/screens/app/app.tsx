/** The whole window: not commissioned, locked, stopped abruptly, or at work. */
import { useCallback, useEffect, useState } from 'react';
import type { Kid } from '../../../app/acts/ids.ts';
import type { Officer } from '../../../app/desk/officer.ts';
import type { RecoveryReport } from '../../../app/desk/recovery-report.ts';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import { I18nProvider } from '../../ui/i18n.tsx';
import { arabicMonthsOf } from '../../ui/locale.ts';
import { Commissioning } from '../commission/commissioning.tsx';
import { RecoveryScreen } from '../recovery/recovery-screen.tsx';
import { RevokedScreen } from '../revoked/revoked-screen.tsx';
import { Loading } from '../shared/loading.tsx';
import { ServicesProvider } from '../shared/services.tsx';
import { UnlockScreen } from '../unlock/unlock-screen.tsx';
import {
  DeskProvider,
  type DeskSession,
  useDeskData,
  useDeskEvents,
  useSession,
  WorkplaceProvider,
} from './desk-context.tsx';
import { LastWordsProvider } from './last-words.tsx';
import { noteOfficerHere } from './officers-here.ts';
import { Overlays } from './overlays.tsx';
import { type Preferences, PreferencesProvider, usePreferences } from './preferences.tsx';
import { navigate } from './route.ts';
import { Screen } from './screen.tsx';
import { WorkspaceProvider } from './workspace.tsx';

export interface AppProps {
  readonly session: DeskSession;
  /** for pictures and tests */
  readonly fixedPreferences?: Partial<Preferences>;
  readonly officer?: Officer;
}

export function App({ session, fixedPreferences, officer }: AppProps) {
  const onTheme = useCallback(
    (theme: Preferences['theme']) => void session.shell.setTheme(theme).catch(() => {}),
    [session],
  );
  return (
    <PreferencesProvider fixed={fixedPreferences} onTheme={onTheme}>
      <DeskProvider session={session}>
        <Gate officer={officer ?? null} />
      </DeskProvider>
    </PreferencesProvider>
  );
}

function Gate({ officer: first }: { readonly officer: Officer | null }) {
  const situation = useDeskData('situation', (desk) => desk.situation());
  const [officer, setOfficer] = useState(first);
  /** who makes room for another officer, from the key to the next unlocking */
  const [leaving, setLeaving] = useState<Kid | null>(null);
  const { adopt, preferences } = usePreferences();
  useEffect(() => adopt(officer?.kid ?? null), [officer, adopt]);
  const { reload } = situation;
  useDeskEvents((event) => {
    if (event.type === 'locked') setOfficer(null);
    // The link works while everyone is locked out, and the locked screen says when the centre last spoke.
    if (event.type === 'locked' || (event.type === 'link-changed' && officer === null)) reload();
  });
  const unlocked = (who: Officer) => {
    // The central office starts at its queue; a file that was open before locking is opened again.
    // Whoever only audits has nothing to take from a queue.
    if (window.location.hash.length < 3 && who.roles.every((role) => role === 'auditor'))
      navigate({ name: 'audit' }, true);
    else if (who.mission === 'CENTRAL' && window.location.hash.length < 3)
      navigate({ name: 'central', path: [] }, true);
    noteOfficerHere(who.kid);
    setLeaving(null);
    setOfficer(who);
  };
  const shown = (found: DeskSituation) => {
    if (!found.commissioned) return <Commissioning situation={found} onDone={reload} />;
    if (found.revoked) return <RevokedScreen situation={found} revoked={found.revoked} onChanged={reload} />;
    if (officer === null)
      return <UnlockScreen situation={found} leaving={leaving} onUnlocked={unlocked} onEnrolled={reload} />;
    return <Unlocked officer={officer} situation={found} onLeaving={() => setLeaving(officer.kid)} />;
  };
  return (
    <Loading of={situation}>
      {(found) => (
        <I18nProvider locale={preferences.locale} arabicMonths={arabicMonthsOf(found.country)}>
          {shown(found)}
        </I18nProvider>
      )}
    </Loading>
  );
}

interface UnlockedProps {
  readonly officer: Officer;
  readonly situation: DeskSituation;
  readonly onLeaving: () => void;
}

function Unlocked({ officer, situation, onLeaving }: UnlockedProps) {
  const { desk } = useSession();
  const recovery = useDeskData('recovery', async () => ({ report: await desk.recovery() }));
  const [seen, setSeen] = useState(false);
  return (
    <WorkplaceProvider value={{ officer, situation, onLeaving }}>
      <ServicesProvider>
        <LastWordsProvider>
          <WorkspaceProvider>
            <Loading of={recovery}>
              {({ report }) =>
                needsReading(report) && !seen ? (
                  <RecoveryScreen report={report} onDone={() => setSeen(true)} />
                ) : (
                  <Screen />
                )
              }
            </Loading>
            <Overlays />
          </WorkspaceProvider>
        </LastWordsProvider>
      </ServicesProvider>
    </WorkplaceProvider>
  );
}

const needsReading = (report: RecoveryReport | null): report is RecoveryReport => report !== null;
