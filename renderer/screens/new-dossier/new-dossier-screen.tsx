/** A new file begins with its person: known, or created after a look at whoever may be the same. Then comes the service. */
import { useState } from 'react';
import type { KnownPerson, LikePerson, PersonChoice } from '../../../app/desk/persons.ts';
import { CompareStep } from './compare-step.tsx';
import { CreateStep } from './create-step.tsx';
import './new-dossier.css';
import { PersonStep } from './person-step.tsx';
import { shownName, traitsOfTyped } from './person-text.ts';
import { ServiceStep } from './service-step.tsx';
import { NOBODY, typedPerson } from './typed-person.ts';

type Step =
  | { readonly name: 'person' }
  | { readonly name: 'create' }
  | { readonly name: 'compare'; readonly alike: readonly LikePerson[] }
  | {
      readonly name: 'service';
      readonly about: PersonChoice;
      readonly who: string;
      /** where Échap goes */
      readonly from: Step;
    };

/** @param service the one that was chosen before the person */
export function NewDossierScreen({ service }: { readonly service: string | undefined }) {
  const [step, setStep] = useState<Step>({ name: 'person' });
  const [query, setQuery] = useState('');
  const [typed, setTyped] = useState(NOBODY);
  const toPerson = () => setStep({ name: 'person' });
  const toCreate = () => setStep({ name: 'create' });
  const toService = (about: PersonChoice, who: string) =>
    setStep({ name: 'service', about, who, from: step });
  const known = ({ files, traits }: KnownPerson, compared: PersonChoice['compared']) =>
    toService({ known: files[0]?.id ?? null, typed: null, compared }, shownName(traits));
  const create = (person: typeof typed, compared: PersonChoice['compared']) =>
    toService({ known: null, typed: person, compared }, shownName(traitsOfTyped(person)));
  const shown = (alike: readonly LikePerson[], same: LikePerson | null): PersonChoice['compared'] =>
    alike.flatMap((one) => {
      const [newest] = one.files;
      return newest ? [{ dossier: newest.id, same: one === same }] : [];
    });
  switch (step.name) {
    case 'person':
      return (
        <PersonStep
          query={query}
          onQuery={setQuery}
          onKnown={(person) => known(person, [])}
          onCreate={() => {
            setTyped(typedPerson(query));
            toCreate();
          }}
        />
      );
    case 'create':
      return (
        <CreateStep
          typed={typed}
          onTyped={setTyped}
          onBack={toPerson}
          onReady={(person, alike) =>
            alike.length === 0 ? create(person, []) : setStep({ name: 'compare', alike })
          }
        />
      );
    case 'compare': {
      const { alike } = step;
      return (
        <CompareStep
          typed={typed}
          alike={alike}
          onSame={(person) => known(person, shown(alike, person))}
          onOther={() => create(typed, shown(alike, null))}
          onBack={toCreate}
        />
      );
    }
    case 'service':
      return (
        <ServiceStep about={step.about} name={step.who} first={service} onBack={() => setStep(step.from)} />
      );
  }
}
