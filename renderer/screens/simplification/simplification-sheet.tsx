/** One service: each figure drawn, before and after, with where it was read or that it is to be confirmed. */
import { Fragment } from 'react';
import { useI18n } from '../../ui/i18n.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { provenanceText, say } from '../shared/texts.ts';
import { FIGURES, type FigureName, lengthsOf, type SimplificationRow } from './figures.ts';

export interface SimplificationSheetProps {
  readonly row: SimplificationRow;
  readonly onClose: () => void;
}

export function SimplificationSheet({ row, onClose }: SimplificationSheetProps) {
  const i18n = useI18n();
  const { t, number } = i18n;
  const { service, measured } = row;
  return (
    <Sheet title={say(i18n, service.title)} isOpen onClose={onClose}>
      {FIGURES.map((name) => (
        <Bars key={name} name={name} row={row} />
      ))}
      <p className="text-2">
        {provenanceText(i18n, service.simplification) ?? t('desk.simplification.no-source')}
      </p>
      <h3 className="label">{t('desk.simplification.here')}</h3>
      {measured === null ? (
        <p className="text-2">{t('desk.simplification.not-measured')}</p>
      ) : (
        <p>
          {t('desk.simplification.measured-text', { n: measured.count, minutes: measured.minutes })}{' '}
          {measured.brought !== null &&
            t('desk.simplification.brought-text', { share: number(measured.brought) })}
        </p>
      )}
    </Sheet>
  );
}

function Bars({ name, row }: { readonly name: FigureName; readonly row: SimplificationRow }) {
  const { t, number } = useI18n();
  const { before, after } = row.pairs[name];
  const measured = name === 'minutes' ? row.measured : null;
  const bars = [
    ['before', before],
    ['after', after],
    ...(measured ? ([['measured', measured.minutes]] as const) : []),
  ] as const;
  const lengths = lengthsOf(bars.map(([, value]) => value));
  return (
    <section className="figure">
      <h3 className="label">{t(`desk.simplification.${name}`)}</h3>
      <dl className="figure-bars">
        {bars.map(([which, value], at) => (
          <Fragment key={which}>
            <dt>{t(`desk.simplification.${which === 'measured' ? 'here' : which}`)}</dt>
            <dd>
              <svg className={`figure-bar figure-${which}`} aria-hidden="true" preserveAspectRatio="none">
                <rect width={`${lengths[at]}%`} height="100%" />
              </svg>
              <span className="figure-value">
                {value === null ? t('desk.simplification.unknown') : number(value)}
              </span>
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}
