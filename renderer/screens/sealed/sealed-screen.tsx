/** « Scellé à 10:43:12 »: the reference, then Imprimer (Ctrl+P) and Personne suivante (F4). */
import type { SealOutcome } from '../../../app/desk/seal-outcome.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar } from '../../ui/page-head.tsx';
import { TransportMark } from '../../ui/transport-mark.tsx';
import { useShell } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { navigate } from '../app/route.ts';
import { usePrinting } from './printing.tsx';
import './sealed.css';

export interface SealedScreenProps {
  readonly outcome: SealOutcome;
  readonly who: string;
  readonly service: string;
}

export function SealedScreen({ outcome, who, service }: SealedScreenProps) {
  const { t, time } = useI18n();
  const shell = useShell();
  const printing = usePrinting();
  const prints = shell.kind === 'electron';
  const print = () => printing.open(outcome.dossier);
  const next = () => navigate({ name: 'new' }, true);
  const open = () => navigate({ name: 'dossier', id: outcome.dossier, tab: 'data' }, true);
  useCommands({
    ...(prints ? { print: { run: print, label: t('desk.sealed.print') } } : {}),
    primary: prints
      ? { run: print, label: t('desk.sealed.print'), quiet: true }
      : { run: next, label: t('desk.sealed.next'), quiet: true },
    'next-person': { run: next, label: t('desk.sealed.next') },
    back: { run: open, label: t('desk.sealed.open') },
  });
  const at = time(outcome.sealedAt, true);
  return (
    <Frame
      bar={
        <BottomBar>
          <Button onPress={open}>{t('desk.sealed.open')}</Button>
          <Button onPress={next} kind={prints ? 'plain' : 'primary'}>
            {t('desk.sealed.next')}
          </Button>
          {prints && (
            <Button kind="primary" onPress={print} autoFocus>
              {t('desk.sealed.print')}
            </Button>
          )}
        </BottomBar>
      }
    >
      <div className="sealed">
        <section className="sealed-card" aria-live="polite">
          <h1 className="title sealed-title">
            <TransportMark state="sealed" decorative drawing />
            {t(outcome.durable === 'journal' ? 'desk.sealed.title' : 'desk.sealed.title-receipt', {
              time: at,
            })}
          </h1>
          <p className="sealed-ref">
            <span className="visually-hidden">{t('desk.sealed.reference')} </span>
            <Bdi ltr>{outcome.ref}</Bdi>
          </p>
          <p>
            <strong className="name">
              <Bdi>{who}</Bdi>
            </strong>
            {' · '}
            {service}
          </p>
          <p className="text-2">{t('desk.sealed.here')}</p>
        </section>
      </div>
      {printing.view}
    </Frame>
  );
}
