/** Journaux: the auditor says what is to be looked at, waits, and reads what was found. */
import { useState } from 'react';
import type { AuditSubject, AuditView } from '../../../app/desk/audit.ts';
import { useAction, useDesk, useDeskEvents } from '../app/desk-context.tsx';
import { type AuditProgress, ChoosePage, type Source } from './choose-page.tsx';
import { FoundPage } from './found-page.tsx';
import './audit.css';

export function AuditScreen() {
  const desk = useDesk();
  const action = useAction();
  const [source, setSource] = useState<Source>({ of: 'own', files: [], desk: '' });
  const [progress, setProgress] = useState<AuditProgress | null>(null);
  const [found, setFound] = useState<AuditView | null>(null);
  useDeskEvents((event) => {
    if (event.type === 'audit-progress') setProgress({ done: event.done, of: event.of });
  });
  const start = async (subject: AuditSubject) => {
    if (action.busy) return;
    setProgress(null);
    const view = await action.run(() => desk.audit(subject));
    if (view) setFound(view);
  };
  if (found) return <FoundPage view={found} onBack={() => setFound(null)} />;
  return (
    <ChoosePage
      source={source}
      onSource={(next) => {
        action.clear();
        setSource(next);
      }}
      onStart={(subject) => void start(subject)}
      busy={action.busy}
      progress={progress}
      onCancel={() => void desk.cancelAudit()}
      error={action.error}
    />
  );
}
