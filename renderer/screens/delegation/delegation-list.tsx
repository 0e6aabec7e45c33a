/** Delegations given and received: who for whom, what, until when, and the one thing to do: to take one's own back. */
import type { DelegationView } from '../../../app/desk/delegation.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { roleWords } from '../enrolment/enrolment-roles.ts';
import { useServiceTitle } from '../shared/services.tsx';

export interface DelegationListProps {
  readonly delegations: readonly DelegationView[];
  readonly onEnd: (delegation: DelegationView) => void;
}

export function DelegationList({ delegations, onEnd }: DelegationListProps) {
  const { t } = useI18n();
  if (delegations.length === 0) return <EmptyState>{t('desk.delegation.empty')}</EmptyState>;
  return (
    <ul className="delegations" aria-label={t('desk.delegation.list')}>
      {delegations.map((one) => (
        <Row key={one.id} delegation={one} onEnd={() => onEnd(one)} />
      ))}
    </ul>
  );
}

function Row({ delegation, onEnd }: { readonly delegation: DelegationView; readonly onEnd: () => void }) {
  const i18n = useI18n();
  const { t } = i18n;
  const titleOf = useServiceTitle();
  const { by, to, roles, services, from, until, standing, mine } = delegation;
  const name = (mine ? to : by).name ?? t('desk.entry.unknown-officer');
  const what = services === null ? t('desk.delegation.all-services') : services.map(titleOf).join(', ');
  const dates = { from: i18n.shortDate(localDay(from)), until: i18n.shortDate(localDay(until)) };
  return (
    <li className="delegation" data-ended={standing === 'ended' || undefined}>
      <div className="delegation-words">
        <p className="name">{t(mine ? 'desk.delegation.to' : 'desk.delegation.by', { name })}</p>
        <p className="text-2">
          <bdi>{roleWords(roles, i18n)}</bdi>
          {' · '}
          <bdi>{what}</bdi>
        </p>
        <p className="text-2">
          {t('desk.delegation.dates', dates)}
          {' · '}
          {t(`desk.delegation.standing.${standing}`)}
        </p>
      </div>
      {mine && standing !== 'ended' && <Button onPress={onEnd}>{t('desk.delegation.end')}</Button>}
    </li>
  );
}
