import type { DeskHealth } from '../../../app/desk/home.ts';
import { type I18n, useI18n } from '../../ui/i18n.tsx';

/** From here on the disk is something to act upon. */
const LOW_DISK = 1_000_000_000;
const FEW_NUMBERS = 20;

interface Fact {
  readonly key: string;
  readonly text: string;
  readonly wait: boolean;
}

/** Authorisations ageing, disk, clock, numbers: what is worth saying of this desk today. */
export function DeskHealthList({ health }: { readonly health: DeskHealth }) {
  const i18n = useI18n();
  const facts = factsOf(health, i18n);
  return (
    <ul className="health">
      {facts.map(({ key, text, wait }) => (
        <li key={key} className={wait ? 'health-wait' : undefined}>
          {text}
        </li>
      ))}
      {facts.length === 0 && <li>{i18n.t('desk.home.health.fine')}</li>}
    </ul>
  );
}

function factsOf(health: DeskHealth, i18n: I18n): readonly Fact[] {
  const { t } = i18n;
  const { keyring, freeBytes, clockWentBackSeconds, quittancesLeft } = health;
  return [
    keyring.days !== null && {
      key: 'keyring',
      text: t('desk.home.health.keyring', { n: keyring.days }),
      wait: keyring.state !== 'fresh',
    },
    freeBytes !== null && {
      key: 'disk',
      text: t('desk.home.health.disk', { size: i18n.bytes(freeBytes) }),
      wait: freeBytes < LOW_DISK,
    },
    clockWentBackSeconds !== null && {
      key: 'clock',
      text: t('desk.home.health.clock', { n: i18n.number(clockWentBackSeconds) }),
      wait: true,
    },
    quittancesLeft !== null && {
      key: 'quittances',
      text: t('desk.home.health.quittances', { n: quittancesLeft }),
      wait: quittancesLeft < FEW_NUMBERS,
    },
  ].filter((fact) => fact !== false);
}
