/** Habiliter un agent: take the request in, compare, sign, hand the answer over. One page at a time, Échap one back. */
import { useState } from 'react';
import type { DeskApi } from '../../../app/desk/desk-api.ts';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { EnrolmentApproval } from '../../../app/desk/enrolment.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { useAction, useDesk, useDeskData } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { goBack } from '../app/route.ts';
import { type ApprovalForm, type ReadRequest, startOf } from './approval.ts';
import { ApprovalPage, codeOf } from './approval-page.tsx';
import { SignedPage } from './signed-page.tsx';
import { Steps } from './steps.tsx';
import { TextIntake } from './text-intake.tsx';
import { Waiting } from './waiting-list.tsx';
import './enrolment.css';

/** What was read, and what has been filled in for it since: kept while another look is taken at the text. */
interface Reading {
  readonly text: string;
  readonly request: ReadRequest;
  readonly form: ApprovalForm;
}

interface Signed {
  readonly request: ReadRequest;
  readonly approval: EnrolmentApproval;
  readonly answer: string;
}

export function EnrolScreen() {
  const [text, setText] = useState('');
  const [reading, setReading] = useState<Reading | null>(null);
  const [open, setOpen] = useState(false);
  const [signed, setSigned] = useState<Signed | null>(null);
  if (signed !== null)
    return (
      <SignedPage
        {...signed}
        onDone={() => {
          setText('');
          setReading(null);
          setOpen(false);
          setSigned(null);
        }}
      />
    );
  if (reading !== null && open)
    return (
      <ApprovalPage
        text={reading.text}
        request={reading.request}
        form={reading.form}
        onForm={(form) => setReading({ ...reading, form })}
        onBack={() => setOpen(false)}
        onSigned={(approval, answer) => setSigned({ request: reading.request, approval, answer })}
      />
    );
  return (
    <IntakePage
      text={text}
      onText={setText}
      onRead={(read, request) => {
        const form = reading?.request.view.id === request.view.id ? reading.form : startOf(request.view);
        setReading({ text: read, request, form });
        setOpen(true);
      }}
    />
  );
}

/** Which of the two it is, its text says to whoever reads it. */
async function readRequest(desk: DeskApi, text: string): Promise<ReadRequest> {
  try {
    return { kind: 'officer', view: await desk.readEnrolmentRequest(text) };
  } catch (error) {
    if (codeOf(error) !== 'EN-001') throw error;
    return { kind: 'desk', view: await desk.readDeskRequest(text) };
  }
}

interface IntakePageProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onRead: (text: string, request: ReadRequest) => void;
}

function IntakePage({ text, onText, onRead }: IntakePageProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const here = useDeskData('waiting-enrolments', (api) => api.pendingEnrolments());
  const read = async (given: string) => {
    if (given.trim() === '' || action.busy) return;
    const request = await action.run(() => readRequest(desk, given.trim()));
    if (request) onRead(given.trim(), request);
  };
  const back = () => goBack({ name: 'desk' });
  useCommands({ back, primary: { run: () => void read(text), label: t('enrolment.enrol.read') } });
  const empty = text.trim() === '';
  return (
    <Frame
      current="desk"
      bar={
        <BottomBar note={empty && t('enrolment.enrol.missing.request')}>
          <Button onPress={back}>{t('ui.command.back')}</Button>
          <Button kind="primary" onPress={() => void read(text)} disabled={empty || action.busy}>
            {t('enrolment.enrol.read')}
          </Button>
        </BottomBar>
      }
    >
      <PageHead title={t('enrolment.enrol')} />
      <div className="enrol">
        <div className="enrol-main">
          {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
          <TextIntake
            id="enrol-request"
            label={t('enrolment.enrol.request')}
            autoFocus
            value={text}
            onChange={(value) => {
              onText(value);
              action.clear();
            }}
            onWhole={(whole) => void read(whole)}
            onRefused={() => void action.run(() => Promise.reject(new DeskError('EN-001')))}
          />
          {here.value !== undefined && here.value.length > 0 && (
            <section aria-label={t('enrolment.waiting-here')}>
              <Waiting
                title={t('enrolment.waiting-here')}
                pending={here.value}
                onOpen={(one) => void read(one.text)}
              />
            </section>
          )}
        </div>
        <aside className="enrol-side">
          <Steps
            title={t('enrolment.enrol.steps')}
            steps={[
              t('enrolment.enrol.steps.take'),
              t('enrolment.enrol.steps.compare'),
              t('enrolment.enrol.steps.sign'),
            ]}
          />
        </aside>
      </div>
    </Frame>
  );
}
