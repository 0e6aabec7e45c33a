/** The credential is signed: its answer leaves by QR, file or clipboard, and the page says what it opens. */
import { useRef } from 'react';
import type { EnrolmentApproval } from '../../../app/desk/enrolment.ts';
import { mayRead, type OfficerRole } from '../../../app/keyring/roles.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { fitsQr } from '../../ui/qr-code.tsx';
import { useWorkplace } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { deskName, missionName } from '../central/desks/desk-text.ts';
import type { ReadRequest } from './approval.ts';
import { roleWords } from './enrolment-roles.ts';
import { HandedQr, useHanding } from './handing-over.tsx';

/** Any class of services: only the directory of names is ruled otherwise. */
const ANY_SERVICE = 'any';
const readsFiles = (roles: readonly OfficerRole[]): boolean => mayRead(roles, ANY_SERVICE);

export interface SignedPageProps {
  readonly request: ReadRequest;
  readonly approval: EnrolmentApproval;
  readonly answer: string;
  readonly onDone: () => void;
}

export function SignedPage({ request: read, approval, answer, onDone }: SignedPageProps) {
  const { kind, view: request } = read;
  const i18n = useI18n();
  const { t } = i18n;
  const { officer } = useWorkplace();
  const place =
    request.desk === null ? missionName(request.mission, i18n) : deskName({ desk: request.desk }, i18n);
  const text = useRef<HTMLTextAreaElement>(null);
  const handed = {
    text: answer,
    kind: 'answer',
    desk: request.desk ?? request.mission,
    fingerprint: request.fingerprint,
  } as const;
  const handing = useHanding(handed);
  const copy = () =>
    void navigator.clipboard.writeText(answer).then(
      () => handing.setSaid(t('enrolment.copied')),
      () => {
        // The system keeps its clipboard to itself: the text is marked, and the usual keys take it.
        text.current?.select();
        handing.setSaid(t('enrolment.copy-by-keys'));
      },
    );
  useCommands({
    back: onDone,
    primary: { run: () => void handing.save(), label: t('enrolment.save') },
  });
  // Keys are given of what the approver holds, in their own mission; whoever only enrols holds none.
  const given = officer.mission === request.mission && readsFiles(officer.roles);
  return (
    <Frame
      current="desk"
      bar={
        <BottomBar note={handing.said} start={<Button onPress={onDone}>{t('enrolment.signed.next')}</Button>}>
          {kind === 'officer' && <Button onPress={copy}>{t('enrolment.copy')}</Button>}
          {handing.button('primary')}
        </BottomBar>
      }
    >
      <PageHead title={t(kind === 'desk' ? 'commission.signed' : 'enrolment.signed')} note={place} />
      <div className="enrol">
        <div className="enrol-main">
          {handing.problem}
          <p className="sealed-block" role="status">
            {t('enrolment.signed.who', {
              name: approval.name,
              roles: roleWords(approval.roles, i18n),
              date: i18n.shortDate(localDay(approval.until)),
            })}
          </p>
          {kind === 'desk' ? (
            <p>{t('commission.signed.hand-over', { desk: place })}</p>
          ) : (
            <>
              <p>{t('enrolment.signed.hand-over', { desk: place })}</p>
              <label className="enrol-answer">
                <span className="field-label">{t('enrolment.answer.field')}</span>
                <textarea
                  ref={text}
                  className="input textarea enrol-text"
                  dir="ltr"
                  rows={4}
                  readOnly
                  value={answer}
                />
                {!fitsQr(answer) && <span className="help">{t('enrolment.qr.too-long')}</span>}
              </label>
            </>
          )}
        </div>
        <div className="enrol-side">
          <HandedQr handed={handed} />
          <section>
            <h2 className="section">{t('enrolment.signed.reads')}</h2>
            <ul className="enrol-reads">
              {readsFiles(approval.roles) ? (
                <>
                  <li>{t(given ? 'enrolment.signed.reads-now' : 'enrolment.signed.reads-none')}</li>
                  <li>{t(given ? 'enrolment.signed.reads-later' : 'enrolment.signed.reads-keys')}</li>
                </>
              ) : (
                <li>{t('enrolment.signed.reads-never')}</li>
              )}
            </ul>
          </section>
        </div>
      </div>
    </Frame>
  );
}
