/** The PIN (or the words) again, once a round: a decision is the officer's own, not whoever sits at the screen. */
import { useId, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { useCommands } from '../../../ui/commands.tsx';
import { FieldFrame, inputAttributes } from '../../../ui/field.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { useAction, useDesk, useSession, useWorkplace } from '../../app/desk-context.tsx';
import { TriesLeft } from '../../unlock/tries-left.tsx';

export interface SecretSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onConfirmed: () => void;
  /** what it is asked for; a decision where nothing else is said */
  readonly title?: string;
  readonly why?: string;
}

export function SecretSheet(props: SecretSheetProps) {
  const { t } = useI18n();
  const { officer } = useWorkplace();
  const form = useId();
  return (
    <Sheet
      title={props.title ?? t('central.secret')}
      isOpen={props.isOpen}
      onClose={props.onClose}
      actions={
        <>
          <Button onPress={props.onClose}>{t('ui.cancel')}</Button>
          <SubmitButton form={form} />
        </>
      }
    >
      <SecretForm
        id={form}
        why={props.why ?? t('central.secret.why', { name: officer.name })}
        onConfirmed={props.onConfirmed}
      />
    </Sheet>
  );
}

/** Outside the form, at the sheet's end. */
function SubmitButton({ form }: { readonly form: string }) {
  const { t } = useI18n();
  return (
    <button type="submit" form={form} className="button button-primary button-normal">
      {t('central.secret.go')}
    </button>
  );
}

interface SecretFormProps {
  readonly id: string;
  readonly why: string;
  readonly onConfirmed: () => void;
}

function SecretForm({ id, why, onConfirmed }: SecretFormProps) {
  const { t, lookUp } = useI18n();
  const desk = useDesk();
  const { now } = useSession();
  const { officer, situation } = useWorkplace();
  const [secret, setSecret] = useState('');
  const [refused, setRefused] = useState<{
    readonly seconds: number;
    readonly left: number | undefined;
  } | null>(null);
  const { run, busy, error } = useAction();
  const slot = situation.slots.find(({ kid }) => kid === officer.kid);
  const words = slot?.secret === 'passphrase' || situation.keyStore === 'browser';
  const submit = () => {
    if (busy || secret === '') return;
    void run(async () => {
      const { confirmed, waitUntil, left } = await desk.confirmSecret(secret);
      setSecret('');
      if (confirmed) {
        onConfirmed();
        return;
      }
      const seconds = waitUntil === null ? 0 : Math.max(0, Math.ceil((Date.parse(waitUntil) - now()) / 1000));
      setRefused({ seconds, left });
    });
  };
  useCommands({ primary: { run: submit, label: t('central.secret.go') } });
  const refusal = refused && [
    lookUp('errors.PN-001.fact'),
    refused.seconds > 0 ? lookUp('errors.PN-001.do', { seconds: refused.seconds }) : undefined,
  ];
  const code = error?.code;
  const said = code
    ? [lookUp(`errors.${code}.fact`) ?? lookUp('errors.UI-000.fact'), lookUp(`errors.${code}.do`), code]
    : refusal;
  const base = {
    id: `${id}-secret`,
    label: t(words ? 'central.secret.words' : 'central.secret.pin'),
    span: 6,
    autoFocus: true,
    ...(said ? { message: { tone: 'bad' as const, text: said.filter(Boolean).join(' ') } } : {}),
  } as const;
  return (
    <form
      id={id}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="secret-why">{why}</p>
      <FieldFrame base={base}>
        <input
          {...inputAttributes(base)}
          type="password"
          dir="ltr"
          inputMode={words ? 'text' : 'numeric'}
          autoComplete="off"
          value={secret}
          onChange={(event) => setSecret(event.target.value)}
        />
      </FieldFrame>
      <TriesLeft left={refused?.left} />
    </form>
  );
}
