import type { KnownPerson } from '../../../app/desk/persons.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { typedFromDate } from '../../ui/partial-date.ts';
import { arabicName, lastSeen, seenBy, shownName } from './person-text.ts';

export interface PersonListProps {
  readonly persons: readonly KnownPerson[];
  /** which row Entrée would take; the one after the last creates somebody */
  readonly place: number;
  readonly onPlace: (place: number) => void;
  readonly onKnown: (person: KnownPerson) => void;
  readonly onCreate: () => void;
}

export function PersonList({ persons, place, onPlace, onKnown, onCreate }: PersonListProps) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <ul className="services">
      {persons.map((person, at) => (
        <li key={person.id}>
          <button
            type="button"
            className="service person"
            aria-current={at === place ? 'true' : undefined}
            onFocus={() => onPlace(at)}
            onClick={() => onPlace(at)}
            onDoubleClick={() => onKnown(person)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.ctrlKey) return;
              event.preventDefault();
              onKnown(person);
            }}
          >
            <span className="service-title">
              <Bdi>{shownName(person.traits)}</Bdi>
            </span>
            <span className="person-arabic">
              <Bdi lang="ar">{arabicName(person.traits)}</Bdi>
            </span>
            <span className="person-born">
              <Bdi ltr>{typedFromDate(person.traits.birthDate)}</Bdi>
            </span>
            <span className="service-where">
              {t('desk.person.files', { n: person.files.length })} · {lastSeen(i18n, person)}
              <span className="person-file">{seenBy(i18n, person)}</span>
            </span>
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          className="service person-create"
          aria-current={place === persons.length ? 'true' : undefined}
          onFocus={() => onPlace(persons.length)}
          onClick={onCreate}
        >
          <span className="service-title">{t('desk.person.create')}</span>
          <span className="service-summary">
            {t(persons.length === 0 ? 'desk.person.none' : 'desk.person.none-of-these')}
          </span>
        </button>
      </li>
    </ul>
  );
}
