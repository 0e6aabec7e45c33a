/** How a request or an answer leaves this screen: a QR code where one holds it, and a file. */
import { useState } from 'react';
import { Button, type ButtonKind } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { fitsQr, QrCode } from '../../ui/qr-code.tsx';
import { useAction, useShell } from '../app/desk-context.tsx';

export interface HandedText {
  readonly text: string;
  readonly kind: 'request' | 'answer';
  readonly desk: string;
  readonly fingerprint: string;
}

/** Names the desk and the first digits: enough to tell two files on one stick apart, and nobody's name. */
export const fileNameOf = ({ kind, desk, fingerprint }: HandedText): string =>
  `guichet-${kind === 'request' ? 'demande' : 'reponse'}-${desk.replace('/', '-')}-${fingerprint.replaceAll(/\D/g, '').slice(0, 4)}.txt`;

/** Nothing where the text is too long for one. */
export function HandedQr({ handed }: { readonly handed: HandedText }) {
  const { t } = useI18n();
  if (!fitsQr(handed.text)) return null;
  return (
    <figure className="enrol-qr">
      <QrCode text={handed.text} label={t(`enrolment.qr.${handed.kind}`)} />
    </figure>
  );
}

/** Saving as a file: the work, its button, what came of it. */
export function useHanding(handed: HandedText) {
  const { t } = useI18n();
  const shell = useShell();
  const action = useAction();
  const [said, setSaid] = useState('');
  const save = async () => {
    if (action.busy) return;
    setSaid('');
    const saved = await action.run(() =>
      shell.saveFile(fileNameOf(handed), new TextEncoder().encode(handed.text)),
    );
    if (saved) setSaid(t('enrolment.saved'));
  };
  const button = (kind: ButtonKind = 'plain') => (
    <Button kind={kind} onPress={() => void save()} disabled={action.busy}>
      {t('enrolment.save')}
    </Button>
  );
  const { error } = action;
  return {
    save,
    said,
    setSaid,
    button,
    problem: error && <ErrorLine code={error.code} values={error.values} />,
  };
}
