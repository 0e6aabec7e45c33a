/** One request, read: who asks for what, the digits to compare, and what is given. Nothing is signed unseen. */
import { useState } from 'react';
import type { EnrolmentApproval } from '../../../app/desk/enrolment.ts';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/choice-field.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useAction, useDesk, useSession, useWorkplace } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { deskName, missionName } from '../central/desks/desk-text.ts';
import { SecretSheet } from '../central/review/secret-sheet.tsx';
import { type ApprovalForm, approvalOf, missingIn, type ReadRequest, untilProblem } from './approval.ts';
import { CompareDigits } from './compare-digits.tsx';
import { roleWords } from './enrolment-roles.ts';
import { RoleChoice } from './role-choice.tsx';

/** The secret was not confirmed within the last minutes (`DeskApi.confirmSecret`). */
const SECRET_NEEDED = 'PN-002';

export interface ApprovalPageProps {
  readonly text: string;
  readonly request: ReadRequest;
  readonly form: ApprovalForm;
  readonly onForm: (form: ApprovalForm) => void;
  readonly onBack: () => void;
  readonly onSigned: (approval: EnrolmentApproval, answer: string) => void;
}

export function ApprovalPage({ text, request: read, form, onForm, onBack, onSigned }: ApprovalPageProps) {
  const { kind, view: request } = read;
  const i18n = useI18n();
  const { t } = i18n;
  const desk = useDesk();
  const { now } = useSession();
  const { officer } = useWorkplace();
  const action = useAction();
  const [asking, setAsking] = useState(false);
  const { refusal } = request;
  const missing = missingIn(form, request.longestUntil, localDay(now()));
  const blocked = refusal !== null || missing !== null || action.busy;
  const sign = async () => {
    if (blocked) return;
    const approval = approvalOf(form, request.longestUntil);
    const signed = await action.run(async () => {
      try {
        return await (kind === 'desk'
          ? desk.approveDesk(text, approval)
          : desk.approveEnrolment(text, approval));
      } catch (error) {
        if (codeOf(error) !== SECRET_NEEDED) throw error;
        setAsking(true);
        return undefined;
      }
    });
    if (signed) onSigned(approval, signed.answer);
  };
  useCommands({
    back: onBack,
    ...(refusal === null ? { primary: { run: () => void sign(), label: t('enrolment.enrol.sign') } } : {}),
  });
  const note = refusal === null && missing !== null && t(`enrolment.enrol.missing.${missing}`);
  return (
    <Frame
      current="desk"
      bar={
        <BottomBar note={note}>
          <Button onPress={onBack}>{t('ui.command.back')}</Button>
          {refusal === null && (
            <Button kind="seal" onPress={() => void sign()} disabled={blocked}>
              {t('enrolment.enrol.sign')}
            </Button>
          )}
        </BottomBar>
      }
    >
      <PageHead title={t(kind === 'desk' ? 'commission.approve' : 'enrolment.enrol')} />
      <div className="enrol enrol-even">
        <div className="enrol-main">
          {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
          {refusal !== null && (
            <p className="enrol-refusal" role="status">
              {t(refusalText(refusal), { mission: request.mission })}
            </p>
          )}
          {request.approvedBefore && refusal === null && (
            <p className="enrol-refusal">{t(beforeText(read))}</p>
          )}
          <RequestFacts request={read} />
          {refusal === null && (
            <>
              <CompareDigits fingerprint={request.fingerprint} how={t('enrolment.digits.compare')} />
              <Check
                label={t('enrolment.enrol.compared')}
                checked={form.compared}
                onChange={(compared) => onForm({ ...form, compared })}
              />
            </>
          )}
        </div>
        {refusal === null && <GivenForm request={request} form={form} onForm={onForm} />}
      </div>
      <SecretSheet
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t('enrolment.enrol.secret')}
        why={t('enrolment.enrol.secret-why', { name: officer.name })}
        onConfirmed={() => {
          setAsking(false);
          void sign();
        }}
      />
    </Frame>
  );
}

export const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** What is refused of a desk alone stands with the rest of its commissioning. */
const refusalText = (refusal: NonNullable<ReadRequest['view']['refusal']>) =>
  refusal === 'no-desks' || refusal === 'no-letter' || refusal === 'not-carried' || refusal === 'revoked'
    ? (`commission.refusal.${refusal}` as const)
    : (`enrolment.enrol.refusal.${refusal}` as const);

/** Only the desk that gave a letter knows that it stays the same. */
const beforeText = (read: ReadRequest) => {
  if (read.kind !== 'desk') return 'enrolment.enrol.approved-before';
  return read.view.letterStays ? 'commission.approve.before' : 'commission.approve.given-elsewhere';
};

function RequestFacts({ request: { kind, view: request } }: { readonly request: ReadRequest }) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <DefinitionList
      label={t('enrolment.enrol.request')}
      items={[
        {
          key: 'desk',
          term: t(kind === 'desk' ? 'commission.approve.desk' : 'enrolment.request.desk'),
          value: (
            <span>
              {request.desk === null
                ? missionName(request.mission, i18n)
                : deskName({ desk: request.desk }, i18n)}
            </span>
          ),
        },
        { key: 'initials', term: t('enrolment.ask.initials'), value: request.initials },
        { key: 'roles', term: t('enrolment.request.roles'), value: roleWords(request.roles, i18n) },
        {
          key: 'asked',
          term: t('enrolment.request.asked'),
          value: i18n.moment(request.askedAt, true),
          ltr: true,
        },
      ]}
    />
  );
}

type GivenFormProps = Pick<ApprovalPageProps, 'form' | 'onForm'> & {
  readonly request: ReadRequest['view'];
};

function GivenForm({ request, form, onForm }: GivenFormProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { now } = useSession();
  const { roles, mayGive, longestUntil } = request;
  const offered = [...new Set([...roles, ...mayGive])];
  const latest = i18n.shortDate(localDay(longestUntil));
  const problem = untilProblem(form.until, longestUntil, localDay(now()));
  return (
    <div className="enrol-form">
      <FormGrid label={t('enrolment.enrol.given-form')}>
        <TextField
          id="enrol-surname"
          span={3}
          autoFocus
          direction="ltr"
          capitals
          label={t('enrolment.enrol.surname')}
          value={form.surname}
          onChange={(surname) => onForm({ ...form, surname })}
          message={{ tone: 'help', text: t('enrolment.enrol.name-help') }}
        />
        <TextField
          id="enrol-given"
          span={3}
          optional
          direction="ltr"
          label={t('enrolment.enrol.given')}
          value={form.given}
          onChange={(given) => onForm({ ...form, given })}
        />
        <RoleChoice
          legend={t('enrolment.enrol.roles')}
          offered={offered}
          chosen={form.roles}
          onChange={(next) => onForm({ ...form, roles: next })}
          barred={(role) => (mayGive.includes(role) ? undefined : t('enrolment.enrol.role-not'))}
        />
        <DateField
          id="enrol-until"
          span={3}
          label={t('enrolment.enrol.until')}
          value={form.until}
          onChange={(until) => onForm({ ...form, until })}
          message={
            problem === 'until-late' || problem === 'until-past'
              ? { tone: 'bad', text: t(`enrolment.enrol.${problem}`, { date: latest }) }
              : undefined
          }
        />
        <p className="span-3 help enrol-until-help">{t('enrolment.enrol.until-help', { date: latest })}</p>
      </FormGrid>
    </div>
  );
}
