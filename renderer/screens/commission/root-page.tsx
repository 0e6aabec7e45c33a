/** The ministry's root: nothing may be believed before its fingerprint was compared with the ministry's paper. */
import { useState } from 'react';
import type { RootView } from '../../../app/desk/desk-enrolment.ts';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/choice-field.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { useAction, useDesk } from '../app/desk-context.tsx';
import { Steps } from '../enrolment/steps.tsx';
import { TextIntake } from '../enrolment/text-intake.tsx';
import { LockedShell } from '../unlock/locked-shell.tsx';
import './commission.css';

export interface RootPageProps {
  readonly situation: DeskSituation;
  readonly root: RootView | null;
  readonly onRoot: (root: RootView | null) => void;
  readonly onCompared: () => void;
  readonly onBack: () => void;
}

export function RootPage({ situation, root, onRoot, onCompared, onBack }: RootPageProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const [text, setText] = useState(root?.text ?? '');
  const [compared, setCompared] = useState(false);
  const missing = root === null ? 'root' : compared ? null : 'compared';
  const read = async (given: string) => {
    setCompared(false);
    onRoot((await action.run(() => desk.readRoot(given))) ?? null);
  };
  const change = (given: string) => {
    setText(given);
    action.clear();
    onRoot(null);
  };
  // Typed by a scanner or by hand: read when told to, as a request is.
  const goOn = () => {
    if (root === null && text.trim() !== '') void read(text);
    else if (missing === null) onCompared();
  };
  useCommands({ back: onBack, primary: { run: goOn, label: t('commission.root.go') } });
  return (
    <LockedShell
      situation={situation}
      bar={
        <BottomBar note={missing && t(`commission.root.missing.${missing}`)}>
          <Button onPress={onBack}>{t('ui.command.back')}</Button>
          <Button kind="primary" onPress={goOn} disabled={missing === 'compared' || action.busy}>
            {t('commission.root.go')}
          </Button>
        </BottomBar>
      }
    >
      <PageHead title={t('commission.root.title')} />
      <div className="enrol">
        <div className="enrol-main">
          {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
          <TextIntake
            id="commission-root"
            label={t('commission.root.field')}
            autoFocus
            value={text}
            onChange={change}
            onWhole={(whole) => void read(whole)}
            onRefused={() => void action.run(() => Promise.reject(new DeskError('EN-008')))}
          />
          {root && (
            <>
              <Fingerprint root={root} />
              <Check label={t('commission.root.compared')} checked={compared} onChange={setCompared} />
            </>
          )}
        </div>
        <aside className="enrol-side">
          <Steps
            title={t('enrolment.enrol.steps')}
            steps={[
              t('commission.steps.root'),
              t('commission.steps.ask'),
              t('commission.steps.approve'),
              t('commission.steps.answer'),
            ]}
          />
        </aside>
      </div>
    </LockedShell>
  );
}

/** In groups, as on the paper: two rows of eight. */
function Fingerprint({ root }: { readonly root: RootView }) {
  const { t, shortDate } = useI18n();
  return (
    <section className="enrol-compare">
      <h2 className="section">{t('commission.root.fingerprint')}</h2>
      <p className="commission-fingerprint" dir="ltr">
        {root.fingerprint.split(' ').map((group, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sixteen places that never move
          <span key={at}>{group} </span>
        ))}
      </p>
      <p className="text-2">{t('commission.root.compare')}</p>
      <p className="text-3">{t('commission.root.until', { date: shortDate(localDay(root.until)) })}</p>
    </section>
  );
}
