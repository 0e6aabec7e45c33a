import type { DeskSituation } from '../../../app/desk/situation.ts';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { useI18n } from '../../ui/i18n.tsx';

/** What can be known before anyone unlocks. */
export function DeskFacts({ situation }: { readonly situation: DeskSituation }) {
  const { t, moment } = useI18n();
  const when = (instant: string | null): string =>
    instant === null ? t('desk.unlock.never') : moment(instant, true);
  return (
    <>
      <DefinitionList
        items={[
          { key: 'keys', term: t('desk.unlock.keys'), value: t(`desk.unlock.keys.${situation.keyStore}`) },
          {
            key: 'journal',
            term: t('desk.unlock.journal'),
            value: t(`desk.unlock.journal.${situation.journal}`),
          },
          { key: 'seal', term: t('desk.unlock.last-seal'), value: when(situation.lastSealAt) },
          { key: 'word', term: t('desk.unlock.last-word'), value: when(situation.lastWordFromCentre) },
        ]}
      />
      <p className="text-3">{t('desk.unlock.version', { version: situation.version })}</p>
    </>
  );
}
