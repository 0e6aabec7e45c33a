/** Somebody nobody knows: the pair of names and the birth date, which tell persons apart. The service asks the rest. */
import { useRef, useState } from 'react';
import type { LikePerson, TypedPerson } from '../../../app/desk/persons.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { NameField } from '../../ui/name-field.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { HelpText, PanelSection, SidePanel } from '../../ui/side-panel.tsx';
import { useAction, useDesk, useSession } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { canBeCreated } from './typed-person.ts';

/** Side by side with what was typed there is room for three. */
const MOST_ALIKE = 3;

export interface CreateStepProps {
  readonly typed: TypedPerson;
  readonly onTyped: (typed: TypedPerson) => void;
  readonly onBack: () => void;
  readonly onReady: (typed: TypedPerson, alike: readonly LikePerson[]) => void;
}

export function CreateStep({ typed, onTyped, onBack, onReady }: CreateStepProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const { now } = useSession();
  const [isNameless, setNameless] = useState(false);
  // Read at the press of a key that comes before the next render.
  const latest = useRef(typed);
  const change = (part: Partial<TypedPerson>) => {
    latest.current = { ...latest.current, ...part };
    setNameless(false);
    onTyped(latest.current);
  };
  const goOn = async () => {
    const person = latest.current;
    if (!canBeCreated(person)) {
      setNameless(true);
      document.getElementById('person-surname')?.focus();
      return;
    }
    const alike = await action.run(() => desk.likePersons(person, MOST_ALIKE));
    if (alike) onReady(person, alike);
  };
  useCommands({
    back: onBack,
    primary: { run: () => void goOn(), label: t('desk.capture.continue') },
  });
  const isNamed = typed.surname.latin !== '' || typed.surname.arabic !== '';
  return (
    <Frame
      layout={{
        kind: 'dossier',
        timeline: (
          <SidePanel>
            <PanelSection title={t('desk.capture.help')}>
              <HelpText text={t('desk.person.create-help')} source={undefined} />
            </PanelSection>
          </SidePanel>
        ),
      }}
      bar={
        <BottomBar>
          <Button onPress={onBack}>{t('desk.person.back')}</Button>
          <Button kind="primary" onPress={() => void goOn()} disabled={action.busy}>
            {t('desk.capture.continue')}
          </Button>
        </BottomBar>
      }
    >
      <PageHead title={t('desk.new.title')} note={t('desk.person.create')} />
      <div
        className="new-person"
        onKeyDownCapture={(event) => {
          const isLast = event.target instanceof HTMLElement && event.target.id === 'person-birth-date';
          if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.shiftKey || !isLast) return;
          document.querySelector<HTMLElement>('.bottom-bar .button-primary')?.focus();
        }}
      >
        <FormGrid label={t('desk.person.create')}>
          <NameField
            id="person-surname"
            label={t('desk.person.surname')}
            autoFocus={!isNamed}
            capitals
            value={typed.surname}
            onChange={(surname) => change({ surname })}
            message={isNameless ? { tone: 'bad', text: t('desk.person.nameless') } : undefined}
          />
          <NameField
            id="person-given-names"
            label={t('desk.person.given-names')}
            autoFocus={isNamed && typed.givenNames.latin === ''}
            value={typed.givenNames}
            onChange={(givenNames) => change({ givenNames })}
          />
          <DateField
            id="person-birth-date"
            label={t('desk.person.birth-date')}
            partial
            optional
            autoFocus={isNamed && typed.givenNames.latin !== ''}
            ageOn={localDay(now())}
            value={typed.birthDate}
            onChange={(birthDate) => change({ birthDate })}
          />
        </FormGrid>
        {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
      </div>
    </Frame>
  );
}
