/** Délégation de signature: what is delegated now, and a form to delegate. Signed with the secret given again. */
import { useState } from 'react';
import type { DelegationOffer, DelegationView } from '../../../app/desk/delegation.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { useAction, useDesk, useDeskData, useSession, useWorkplace } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { goBack } from '../app/route.ts';
import { SecretSheet } from '../central/review/secret-sheet.tsx';
import { DelegationList } from './delegation-list.tsx';
import { missingIn, startOf, type WishForm, wishOf } from './wish.ts';
import { WishFields } from './wish-fields.tsx';
import '../enrolment/enrolment.css';
import './delegation.css';

/** The secret was not confirmed within the last minutes (`DeskApi.confirmSecret`). */
const SECRET_NEEDED = 'PN-002';

export function DelegationScreen() {
  const { t } = useI18n();
  const given = useDeskData(
    'delegations',
    (api) => api.delegations(),
    ({ type }) => type === 'link-changed',
  );
  const offer = useDeskData('delegation-offer', (api) => api.delegationOffer());
  const back = () => goBack({ name: 'desk' });
  const error = given.error ?? offer.error;
  if (given.value === undefined || offer.value === undefined)
    return (
      <Frame current="desk">
        <PageHead title={t('desk.delegation')} />
        {error && <ErrorLine code={error.code} values={error.values} />}
      </Frame>
    );
  return <Delegations delegations={given.value} offer={offer.value} onChange={given.reload} onBack={back} />;
}

interface DelegationsProps {
  readonly delegations: readonly DelegationView[];
  readonly offer: DelegationOffer;
  readonly onChange: () => void;
  readonly onBack: () => void;
}

function Delegations({ delegations, offer, onChange, onBack }: DelegationsProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const { now } = useSession();
  const { officer } = useWorkplace();
  const action = useAction();
  const [form, setForm] = useState<WishForm>(() => startOf(offer, localDay(now())));
  /** what waits for the secret: one delegation to end, or the one in the form */
  const [asking, setAsking] = useState<DelegationView | 'wish' | null>(null);
  const [told, setTold] = useState('');
  const mayGive = offer.roles.length > 0;
  const missing = missingIn(form, offer.longestUntil, localDay(now()));
  const blocked = !mayGive || missing !== null || action.busy;
  const sign = async (what: DelegationView | 'wish') => {
    setTold('');
    const done = await action.run(async () => {
      try {
        if (what === 'wish') await desk.delegate(wishOf(form, offer.longestUntil, now()));
        else await desk.endDelegation(what.id);
        return true;
      } catch (error) {
        if (codeOf(error) !== SECRET_NEEDED) throw error;
        setAsking(what);
        return undefined;
      }
    });
    if (!done) return;
    setTold(t(what === 'wish' ? 'desk.delegation.given' : 'desk.delegation.ended'));
    if (what === 'wish') setForm(startOf(offer, localDay(now())));
    onChange();
  };
  const give = () => {
    if (!blocked) void sign('wish');
  };
  useCommands({
    back: onBack,
    ...(mayGive ? { primary: { run: give, label: t('desk.delegation.go') } } : {}),
  });
  return (
    <Frame
      current="desk"
      bar={
        <BottomBar note={mayGive && missing !== null && t(`desk.delegation.missing.${missing}`)}>
          <Button onPress={onBack}>{t('ui.command.back')}</Button>
          {mayGive && (
            <Button kind="seal" onPress={give} disabled={blocked}>
              {t('desk.delegation.go')}
            </Button>
          )}
        </BottomBar>
      }
    >
      <PageHead title={t('desk.delegation')} />
      <div className="enrol enrol-even">
        <div className="enrol-main">
          {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
          <p role="status" className="delegation-told">
            {told}
          </p>
          <DelegationList delegations={delegations} onEnd={(one) => void sign(one)} />
        </div>
        {mayGive && <WishFields offer={offer} form={form} onForm={setForm} />}
      </div>
      <SecretSheet
        isOpen={asking !== null}
        onClose={() => setAsking(null)}
        title={t('desk.delegation.secret')}
        why={t('desk.delegation.secret-why', { name: officer.name })}
        onConfirmed={() => {
          const what = asking;
          setAsking(null);
          if (what !== null) void sign(what);
        }}
      />
    </Frame>
  );
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
