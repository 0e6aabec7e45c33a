import type { ReactNode } from 'react';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import { AppShell } from '../../ui/app-shell.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { deskText } from '../shared/entry-text.tsx';

export interface LockedShellProps {
  readonly situation: DeskSituation;
  readonly bar?: ReactNode;
  readonly children: ReactNode;
}

/** The window while nobody has unlocked: which desk this is, and nothing of any officer or file. */
export function LockedShell({ situation, bar, children }: LockedShellProps) {
  const i18n = useI18n();
  const code = situation.desk?.split('/')[0] ?? i18n.t('desk.app.name');
  return (
    <AppShell
      layout={{ kind: 'list' }}
      top={<TopBar mission={code} desk={situation.desk === null ? '' : deskText(situation.desk, i18n)} />}
      bar={bar}
    >
      {children}
    </AppShell>
  );
}
