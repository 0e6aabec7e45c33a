/** One erasure: who has confirmed, who has not, which copies nobody but a person can find, and from when none is left. */
import type { ErasedFile } from '../../../../app/desk/erasure.ts';
import { type Definition, DefinitionList } from '../../../ui/definition-list.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { deskName } from '../desks/desk-text.ts';
import { awaited, leftWithCopies } from './erasure-rows.ts';

export interface ErasedSheetProps {
  readonly file: ErasedFile;
  readonly backupDays: number | null;
  readonly onClose: () => void;
}

export function ErasedSheet({ file, backupDays, onClose }: ErasedSheetProps) {
  const i18n = useI18n();
  const { t, longDate } = i18n;
  const moment = (at: string) => i18n.moment(at, true);
  const { ground, centreAt, desks, exports, horizon, row } = file;
  const waiting = awaited(file);
  const left = leftWithCopies(file);
  const confirmations: Definition[] = [
    {
      key: 'centre',
      term: t('central.erased.centre'),
      value: centreAt === null ? t('central.erased.awaited') : moment(centreAt),
    },
    ...desks.map(({ desk, state, at }) => ({
      key: desk,
      term: deskName({ desk }, i18n),
      value: at === null ? t(`central.erased.${state}`) : moment(at),
    })),
  ];
  return (
    <Sheet title={t('central.erased.title', { ref: row.ref })} isOpen onClose={onClose}>
      {ground !== null && <p>{t('desk.dossier.erased-ground', { ground: t(`desk.ground.${ground}`) })}</p>}
      <section>
        <h3 className="section">{t('central.erased.confirmed-by')}</h3>
        <DefinitionList items={confirmations} />
        {waiting > 0 && <p className="text-2">{t('central.erased.awaited-why')}</p>}
      </section>
      <section>
        <h3 className="section">{t('central.erased.copies')}</h3>
        <p>
          {backupDays === null
            ? t('central.erased.backups-unknown')
            : t('central.erased.backups', { n: backupDays })}
        </p>
        {exports.length === 0 ? (
          <p>{t('central.erased.no-export')}</p>
        ) : (
          <>
            <p>{t('central.erased.exports')}</p>
            <DefinitionList
              items={exports.map(({ desk, at, inClear }) => ({
                key: `${desk} ${at} ${inClear}`,
                term: deskName({ desk }, i18n),
                value: inClear ? t('central.erased.in-clear', { at: moment(at) }) : moment(at),
              }))}
            />
          </>
        )}
        {left.length > 0 && (
          <>
            <p>{t('central.erased.revoked-copies')}</p>
            <DefinitionList
              items={left.map((desk) => ({
                key: desk,
                term: deskName({ desk }, i18n),
                value: t('central.erased.disk-and-sticks'),
              }))}
            />
          </>
        )}
      </section>
      <section>
        <h3 className="section">{t('central.erased.horizon')}</h3>
        <p>
          {horizon === null
            ? t(
                waiting > 0 || centreAt === null
                  ? 'central.erased.horizon-waits'
                  : 'central.erased.horizon-unknown',
              )
            : t(left.length > 0 ? 'central.erased.horizon-day-but' : 'central.erased.horizon-day', {
                day: longDate(horizon),
              })}
        </p>
      </section>
    </Sheet>
  );
}
