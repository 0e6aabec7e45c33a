/** What is known of a person, and their files: at the side while they are searched for, and while a service is chosen. */
import type { KnownPerson } from '../../../app/desk/persons.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { PanelSection, SidePanel } from '../../ui/side-panel.tsx';
import { useServiceTitle } from '../shared/services.tsx';
import { compareLines, TYPED } from './person-text.ts';

/** So many files are named; the others are counted. */
const NAMED = 6;

export function PersonFacts({ person }: { readonly person: KnownPerson }) {
  const i18n = useI18n();
  const { t } = i18n;
  const serviceTitle = useServiceTitle();
  const lines = compareLines(person.traits, [], i18n);
  const others = person.files.length - NAMED;
  return (
    <SidePanel>
      <PanelSection title={t('desk.person.known')}>
        <DefinitionList
          items={lines.map(({ key, label, values }) => ({
            key,
            term: label,
            value: values[TYPED] ?? '',
            ...(key === 'birth-date' || key === 'numbers' ? { ltr: true } : {}),
          }))}
        />
      </PanelSection>
      <PanelSection
        title={t('desk.person.their-files')}
        note={t('desk.person.files', { n: person.files.length })}
      >
        <ul className="service-documents">
          {person.files.slice(0, NAMED).map((file) => (
            <li key={file.id}>
              {serviceTitle(file.service)}
              <span className="person-file">
                <Bdi ltr>{file.ref}</Bdi> · {t(`status.procedure.${file.procedure}`)} ·{' '}
                <Bdi ltr>{i18n.shortDate(localDay(Date.parse(file.lastAt)))}</Bdi>
              </span>
            </li>
          ))}
          {others > 0 && <li className="text-2">{t('desk.person.more-files', { n: others })}</li>}
        </ul>
      </PanelSection>
    </SidePanel>
  );
}
