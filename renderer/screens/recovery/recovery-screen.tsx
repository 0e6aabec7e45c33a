/**
 * The first screen after an abrupt stop: what is sealed, what is not, what may not have printed. Computed by the desk
 * from the journal and the drafts, never from memory (UI.md section 11).
 */
import type { RecoveryReport } from '../../../app/desk/recovery-report.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar } from '../../ui/page-head.tsx';
import { TransportMark } from '../../ui/transport-mark.tsx';
import { useDesk } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { navigate } from '../app/route.ts';
import { usePrinting } from '../sealed/printing.tsx';
import { useServiceTitle } from '../shared/services.tsx';
import './recovery.css';

export interface RecoveryScreenProps {
  readonly report: RecoveryReport;
  readonly onDone: () => void;
}

export function RecoveryScreen({ report, onDone }: RecoveryScreenProps) {
  const { t, time } = useI18n();
  const desk = useDesk();
  const printing = usePrinting();
  const [draft] = report.notSealed;
  const [job] = report.unprinted;
  const leave = async () => {
    await desk.dismissRecovery();
    onDone();
  };
  const resume = async () => {
    await leave();
    navigate(draft ? { name: 'draft', id: draft.id, page: null } : { name: 'home' });
  };
  const primary = t(draft ? 'desk.recovery.resume' : 'desk.recovery.continue');
  useCommands({
    primary: { run: () => void resume(), label: primary },
    back: () => void leave(),
    ...(job ? { print: { run: () => printing.open(job.dossier), label: t('desk.recovery.duplicate') } } : {}),
  });
  return (
    <Frame
      bar={
        <BottomBar>
          {job && <Button onPress={() => printing.open(job.dossier)}>{t('desk.recovery.duplicate')}</Button>}
          <Button kind="primary" onPress={() => void resume()} autoFocus>
            {primary}
          </Button>
        </BottomBar>
      }
    >
      <div className="recovery">
        <h1 className="title">
          {report.stoppedAt === null
            ? t('desk.recovery.title-plain')
            : t('desk.recovery.title', { time: time(report.stoppedAt) })}
        </h1>
        <SealedPart report={report} />
        <NotSealedPart report={report} />
        {report.unprinted.length > 0 && (
          <section className="recovery-part recovery-wait">
            <h2 className="section">{t('desk.recovery.unprinted')}</h2>
            <ul>
              {report.unprinted.map((one) => (
                <li key={`${one.dossier} ${one.document}`} className="recovery-row">
                  <strong>
                    <Bdi ltr>{one.ref}</Bdi>
                  </strong>
                  <span>{t(`desk.recovery.document.${one.document}`)}</span>
                  <span className="recovery-time">{time(one.startedAt, true)}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <p className="text-2">{t('desk.recovery.replayed', { n: report.replayed })}</p>
      </div>
      {printing.view}
    </Frame>
  );
}

function SealedPart({ report }: { readonly report: RecoveryReport }) {
  const { t, time } = useI18n();
  const serviceTitle = useServiceTitle();
  return (
    <section className="recovery-part recovery-sealed">
      <h2 className="section">{t('desk.recovery.sealed')}</h2>
      {report.sealed.length === 0 && <p className="text-2">{t('desk.recovery.sealed-none')}</p>}
      <ul>
        {report.sealed.map((one) => (
          <li key={one.dossier} className="recovery-row">
            <TransportMark state="sealed" decorative />
            <strong>
              <Bdi>{one.applicant ?? one.ref}</Bdi>
            </strong>
            <span>{serviceTitle(one.service)}</span>
            <Bdi ltr>{one.ref}</Bdi>
            <span className="recovery-time">{time(one.at, true)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function NotSealedPart({ report }: { readonly report: RecoveryReport }) {
  const { t, time } = useI18n();
  const serviceTitle = useServiceTitle();
  return (
    <section className="recovery-part recovery-draft">
      <h2 className="section">{t('desk.recovery.not-sealed')}</h2>
      {report.notSealed.length === 0 && <p className="text-2">{t('desk.recovery.not-sealed-none')}</p>}
      <ul>
        {report.notSealed.map((one) => (
          <li key={one.id} className="recovery-row">
            <strong>
              <Bdi>{one.applicant ?? t('desk.drafts.unnamed')}</Bdi>
            </strong>
            <span>
              {serviceTitle(one.service)}
              {one.ticket !== null && `, ${t('desk.recovery.ticket', { ticket: one.ticket })}`}
            </span>
            <span className="recovery-time">
              {t('desk.recovery.kept', { time: time(one.savedAt, true) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
