/** The digits that both sides read to each other: eight numbered groups of four, large, never mirrored. */
import { useI18n } from '../../ui/i18n.tsx';

const GROUP = /\d{4}/g;

export interface CompareDigitsProps {
  readonly fingerprint: string;
  /** one sentence: what to do with them here */
  readonly how: string;
}

export function CompareDigits({ fingerprint, how }: CompareDigitsProps) {
  const { t } = useI18n();
  const groups = fingerprint.replaceAll(/\D/g, '').match(GROUP) ?? [];
  return (
    <section className="enrol-compare">
      <h2 className="section">{t('enrolment.digits')}</h2>
      <ol className="enrol-digits" dir="ltr">
        {groups.map((group, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: eight places that never move
          <li key={at}>{group} </li>
        ))}
      </ol>
      <p className="text-2">{how}</p>
    </section>
  );
}
