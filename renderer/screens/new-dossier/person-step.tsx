/** Who is at the counter: one field for a name in either script, a birth date, a number; known persons beneath it. */
import { useEffect, useRef, useState } from 'react';
import type { KnownPerson } from '../../../app/desk/persons.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { HelpText, PanelSection, SidePanel } from '../../ui/side-panel.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useAction, useDesk } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { goBack } from '../app/route.ts';
import { PersonFacts } from './person-facts.tsx';
import { PersonList } from './person-list.tsx';

const LIMIT = 12;

interface Found {
  readonly query: string;
  readonly persons: readonly KnownPerson[];
}
const NOT_ASKED: Found = { query: '', persons: [] };

function SearchHelp() {
  const { t } = useI18n();
  return (
    <SidePanel>
      <PanelSection title={t('desk.capture.help')}>
        <HelpText text={t('desk.person.search-help')} source={undefined} />
      </PanelSection>
    </SidePanel>
  );
}

export interface PersonStepProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onKnown: (person: KnownPerson) => void;
  readonly onCreate: () => void;
}

export function PersonStep({ query, onQuery, onKnown, onCreate }: PersonStepProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const [found, setFound] = useState(NOT_ASKED);
  const [at, setAt] = useState(0);
  const latest = useRef(query);
  const search = async (text: string): Promise<Found> => {
    latest.current = text;
    const persons = text.trim() === '' ? [] : ((await action.run(() => desk.persons(text, LIMIT))) ?? []);
    const answer = { query: text, persons };
    if (latest.current === text) setFound(answer);
    return answer;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for what was typed before coming back here
  useEffect(() => void search(query), []);
  const { persons } = found;
  const isAsked = query.trim() !== '';
  // After the last person stands the way to create one.
  const place = Math.min(at, persons.length);
  const chosen = persons[place];
  // Round and round: to create somebody is one key up.
  const step = (by: 1 | -1) => setAt((place + by + persons.length + 1) % (persons.length + 1));
  const goOn = async () => {
    if (!isAsked) return onCreate();
    if (found.query === query) return chosen ? onKnown(chosen) : onCreate();
    // What was found is not on screen yet: nobody is chosen unseen.
    const answer = await search(query);
    if (answer.persons.length === 0) onCreate();
  };
  const label = t(chosen ? 'desk.person.choose' : 'desk.person.create');
  useCommands({
    back: () => goBack({ name: 'home' }),
    primary: { run: () => void goOn(), label },
    'next-row': () => step(1),
    'previous-row': () => step(-1),
  });
  return (
    <Frame
      layout={{ kind: 'dossier', timeline: chosen ? <PersonFacts person={chosen} /> : <SearchHelp /> }}
      bar={
        <BottomBar>
          {chosen && <Button onPress={onCreate}>{t('desk.person.create')}</Button>}
          <Button kind="primary" onPress={() => void goOn()}>
            {label}
          </Button>
        </BottomBar>
      }
    >
      <PageHead title={t('desk.new.title')} note={t('desk.person.step')} />
      <div className="new-dossier">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the field inside it */}
        <div
          className="new-fields"
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') step(1);
            else if (event.key === 'ArrowUp') step(-1);
            else if (event.key === 'Enter' && !event.ctrlKey && !event.nativeEvent.isComposing) void goOn();
            else return;
            event.preventDefault();
          }}
        >
          <TextField
            id="person-search"
            label={t('desk.person.search')}
            span={6}
            autoFocus
            value={query}
            onChange={(text) => {
              onQuery(text);
              setAt(0);
              void search(text);
            }}
          />
        </div>
        {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
        {!isAsked && <EmptyState>{t('desk.person.empty')}</EmptyState>}
        {isAsked && (
          <PersonList persons={persons} place={place} onPlace={setAt} onKnown={onKnown} onCreate={onCreate} />
        )}
        <p className="visually-hidden" role="status">
          {isAsked && found.query === query && t('desk.person.found', { n: persons.length })}
        </p>
      </div>
    </Frame>
  );
}
