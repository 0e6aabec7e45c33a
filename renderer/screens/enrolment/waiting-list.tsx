/** On the locked screen: requests that wait for their answer, and the way to a new one. */
import type { PendingEnrolment } from '../../../app/desk/enrolment.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import type { Loaded } from '../app/desk-context.tsx';
import { roleWords } from './enrolment-roles.ts';

export interface WaitingListProps {
  readonly waiting: Loaded<readonly PendingEnrolment[]>;
  readonly onOpen: (pending: PendingEnrolment) => void;
  readonly onNew: () => void;
}

export function WaitingList({ waiting, onOpen, onNew }: WaitingListProps) {
  const { t } = useI18n();
  const { value = [], error } = waiting;
  return (
    <section className="unlock-new" aria-label={t('enrolment.new')}>
      {value.length > 0 && <Waiting title={t('enrolment.waiting')} pending={value} onOpen={onOpen} />}
      {error && <ErrorLine code={error.code} values={error.values} />}
      <Button onPress={onNew}>{t('enrolment.new')}</Button>
    </section>
  );
}

export interface WaitingProps {
  readonly title: string;
  readonly pending: readonly PendingEnrolment[];
  readonly onOpen: (pending: PendingEnrolment) => void;
}

/** One line a request: who, what for, since when. */
export function Waiting({ title, pending, onOpen }: WaitingProps) {
  const i18n = useI18n();
  return (
    <>
      <h2 className="label">{title}</h2>
      <ul className="enrol-waiting">
        {pending.map((one) => (
          <li key={one.id}>
            <button type="button" className="enrol-waiting-row" onClick={() => onOpen(one)}>
              <strong className="officer-initials">
                <Bdi>{one.initials}</Bdi>
              </strong>
              <span className="text-2">{roleWords(one.roles, i18n)}</span>
              <span className="text-3">
                <Bdi ltr>{i18n.moment(one.askedAt)}</Bdi>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
