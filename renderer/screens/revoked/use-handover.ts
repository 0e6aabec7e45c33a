/** Handing over what a revoked desk sealed: by the link, or as a file. Each press answers with what happened. */
import { useState } from 'react';
import type { DeskError } from '../../../app/desk/desk-error.ts';
import type { DeskSituation, RevokedSituation } from '../../../app/desk/situation.ts';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { useAction, useSession, useShell } from '../app/desk-context.tsx';

export interface Handover {
  readonly busy: boolean;
  readonly error: DeskError | undefined;
  readonly said: string;
  /** the file was saved: the transport key may go without a link */
  readonly exported: boolean;
  readonly send: () => void;
  readonly export: () => void;
  readonly end: () => void;
}

export function useHandover(
  situation: DeskSituation,
  { handedOver }: RevokedSituation,
  onChanged: () => void,
): Handover {
  const { t, time } = useI18n();
  const { desk, now } = useSession();
  const shell = useShell();
  const action = useAction();
  const [said, setSaid] = useState('');
  const [exported, setExported] = useState(false);
  const name = (situation.desk ?? '').replace('/', '-');
  const send = async () => {
    if (action.busy) return;
    setSaid('');
    const outcome = await action.run(() => desk.sendNow());
    if (!outcome) return;
    setSaid(t(`revoked.said.${outcome.code}`, { time: time(outcome.at) }));
    onChanged();
  };
  const save = async () => {
    setSaid('');
    const saved = await action.run(async () =>
      shell.saveFile(`guichet-${name}-${localDay(now())}.guichet`, await desk.exportUnsent()),
    );
    if (!saved) return;
    setExported(true);
    setSaid(t(handedOver ? 'revoked.exported.again' : 'revoked.exported'));
  };
  const end = async () => {
    setSaid('');
    const ended = await action.run(async () => {
      await desk.endHandover();
      return true;
    });
    if (ended) onChanged();
  };
  return {
    busy: action.busy,
    error: action.error,
    said,
    exported,
    send: () => void send(),
    export: () => void save(),
    end: () => void end(),
  };
}
