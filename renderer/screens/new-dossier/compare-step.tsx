/** Whoever may be the same person, side by side with what was typed. Nobody is chosen beforehand, nothing is merged. */
import { useEffect } from 'react';
import type { LikePerson, TypedPerson } from '../../../app/desk/persons.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { CompareStrip } from '../../ui/compare-strip.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { ToneChip } from '../../ui/status-chip.tsx';
import { Frame } from '../app/frame.tsx';
import {
  compareLines,
  lastSeen,
  reasonText,
  seenBy,
  shownName,
  TYPED,
  traitsOfTyped,
} from './person-text.ts';

export interface CompareStepProps {
  readonly typed: TypedPerson;
  readonly alike: readonly LikePerson[];
  readonly onSame: (person: LikePerson) => void;
  readonly onOther: () => void;
  readonly onBack: () => void;
}

export function CompareStep({ typed, alike, onSame, onOther, onBack }: CompareStepProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const traits = traitsOfTyped(typed);
  useCommands({
    back: onBack,
    primary: { run: onOther, label: t('desk.person.other') },
  });
  // The keys are at once where the decision is.
  useEffect(() => document.querySelector<HTMLElement>('.strip tfoot button')?.focus(), []);
  return (
    <Frame
      bar={
        <BottomBar note={t('desk.person.compare-note')}>
          <Button onPress={onBack}>{t('desk.person.back')}</Button>
          <Button kind="primary" onPress={onOther}>
            {t('desk.person.other')}
          </Button>
        </BottomBar>
      }
    >
      <PageHead title={t('desk.person.compare')} note={<Bdi>{shownName(traits)}</Bdi>} />
      <div className="person-compare">
        <CompareStrip
          label={t('desk.person.compare')}
          sources={[
            { key: TYPED, label: t('desk.person.typed') },
            ...alike.map((person) => ({
              key: person.id,
              label: t(`desk.person.verdict.${person.verdict}`),
              under: <Verdict person={person} />,
              action: (
                <Button size="small" onPress={() => onSame(person)}>
                  {t('desk.person.same')}
                </Button>
              ),
            })),
          ]}
          rows={[
            ...compareLines(traits, alike, i18n),
            {
              key: 'files',
              label: t('desk.person.their-files'),
              values: Object.fromEntries(
                alike.map((person) => [
                  person.id,
                  `${t('desk.person.files', { n: person.files.length })} · ${lastSeen(i18n, person)} ${seenBy(i18n, person)}`,
                ]),
              ),
              differing: [],
            },
          ]}
          summary={t('desk.person.compare-summary')}
        />
      </div>
    </Frame>
  );
}

function Verdict({ person }: { readonly person: LikePerson }) {
  const i18n = useI18n();
  return (
    <span className="person-reasons">
      <ToneChip tone={person.verdict === 'probable' ? 'wait' : 'neutral'}>
        {i18n.t(`desk.person.verdict.${person.verdict}`)}
      </ToneChip>
      <span>{person.reasons.map((reason) => reasonText(i18n, reason)).join(' · ')}</span>
    </span>
  );
}
