/** Guichet: language, theme, density, keys, and what can be done to this desk. */
import { type ReactNode, useState } from 'react';
import { DELEGABLE_ROLES } from '../../../app/keyring/delegation.ts';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/choice-field.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { useAction, useDesk, useDeskData, useWorkplace } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { useLock, useSwitchOfficer } from '../app/last-words.tsx';
import { DENSITIES, TEXT_SIZES, THEMES, usePreferences } from '../app/preferences.tsx';
import { navigate } from '../app/route.ts';
import { mayEnrol } from '../enrolment/enrolment-roles.ts';
import { UnsentIntake } from '../revoked/unsent-intake.tsx';
import { DeskFacts } from '../unlock/desk-facts.tsx';
import { LanguageChoice } from './language-choice.tsx';
import './settings.css';

export function SettingsScreen() {
  const { t } = useI18n();
  const { preferences, change } = usePreferences();
  const { officer, situation } = useWorkplace();
  return (
    <Frame current="desk">
      <PageHead title={t('desk.settings.title')} />
      <div className="settings">
        <Setting title={t('desk.settings.language')}>
          <LanguageChoice />
        </Setting>
        <Setting title={t('desk.settings.theme')}>
          <Segments
            label={t('desk.settings.theme')}
            choices={THEMES.map((key) => ({ key, label: t(`desk.settings.theme.${key}`) }))}
            current={preferences.theme}
            onChoose={(theme) => change({ theme })}
          />
        </Setting>
        <Setting title={t('desk.settings.text-size')}>
          <Segments
            label={t('desk.settings.text-size')}
            choices={TEXT_SIZES.map((key) => ({ key, label: t(`desk.settings.text-size.${key}`) }))}
            current={preferences.textSize}
            onChoose={(textSize) => change({ textSize })}
          />
        </Setting>
        <Setting title={t('desk.settings.density')}>
          <Segments
            label={t('desk.settings.density')}
            choices={DENSITIES.map((key) => ({ key, label: t(`desk.settings.density.${key}`) }))}
            current={preferences.density}
            onChoose={(density) => change({ density })}
          />
        </Setting>
        <Setting title={t('desk.settings.keys')}>
          <Check
            label={t('desk.settings.keys-on')}
            checked={preferences.singleKeys}
            onChange={(singleKeys) => change({ singleKeys })}
          />
        </Setting>
        <Setting title={t('desk.settings.officer')}>
          <DefinitionList
            items={[
              { key: 'name', term: t('desk.settings.officer'), value: officer.name },
              {
                key: 'roles',
                term: t('desk.settings.roles'),
                value: officer.roles.map((role) => t(`desk.role.${role}`)).join(', '),
              },
            ]}
          />
          <LeaveButtons />
        </Setting>
        {mayEnrol(officer) && (
          <Setting title={t('enrolment.settings')}>
            <p className="text-2">{t('enrolment.settings.text')}</p>
            <Button onPress={() => navigate({ name: 'enrol' })}>{t('enrolment.enrol')}</Button>
          </Setting>
        )}
        <Delegation />
        <Setting title={t('keyring.title')}>
          <p className="text-2">{t('keyring.text')}</p>
          <Button onPress={() => navigate({ name: 'keyring' })}>{t('keyring.open')}</Button>
        </Setting>
        <Setting title={t('desk.simplification')}>
          <p className="text-2">{t('desk.simplification.text')}</p>
          <Button onPress={() => navigate({ name: 'simplification' })}>
            {t('desk.simplification.open')}
          </Button>
        </Setting>
        <Setting title={t('revoked.title')}>
          <UnsentIntake />
        </Setting>
        <Setting title={t('desk.settings.about')}>
          <DeskFacts situation={situation} />
        </Setting>
        <Setting title={t('desk.settings.lists')}>
          <Rebuild />
        </Setting>
      </div>
    </Frame>
  );
}

/** For whoever has a right to delegate, or has delegated or been delegated one; nobody else is bothered with it. */
function Delegation() {
  const { t } = useI18n();
  const { officer } = useWorkplace();
  const { value = [] } = useDeskData('delegations', (desk) => desk.delegations());
  const mayGive = DELEGABLE_ROLES.some((role) => officer.roles.includes(role));
  if (!mayGive && value.length === 0) return null;
  return (
    <Setting title={t('desk.delegation')}>
      <p className="text-2">{t('desk.delegation.text')}</p>
      <Button onPress={() => navigate({ name: 'delegation' })}>{t('desk.delegation.open')}</Button>
    </Setting>
  );
}

function Setting({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="setting">
      <h2 className="label">{title}</h2>
      <div className="setting-body">{children}</div>
    </section>
  );
}

interface SegmentsProps<Key extends string> {
  readonly label: string;
  readonly choices: readonly { readonly key: Key; readonly label: string }[];
  readonly current: Key;
  readonly onChoose: (key: Key) => void;
}

function Segments<Key extends string>({ label, choices, current, onChoose }: SegmentsProps<Key>) {
  return (
    <fieldset className="segments" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.key}
          type="button"
          className="filter"
          aria-pressed={choice.key === current}
          onClick={() => onChoose(choice.key)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}

function LeaveButtons() {
  const { t } = useI18n();
  return (
    <div className="setting-buttons">
      <Button onPress={useLock()}>{t('desk.settings.lock')}</Button>
      <Button onPress={useSwitchOfficer()}>{t('ui.command.switch-officer')}</Button>
    </div>
  );
}

function Rebuild() {
  const { t } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const [done, setDone] = useState(false);
  const rebuild = async () => {
    setDone(false);
    const ended = await action.run(async () => {
      await desk.rebuild();
      return true;
    });
    setDone(ended === true);
  };
  return (
    <>
      <p className="text-2">{t('desk.settings.lists-text')}</p>
      <Button onPress={() => void rebuild()} disabled={action.busy}>
        {t('desk.settings.rebuild')}
      </Button>
      <p role="status">{done && t('desk.settings.rebuilt')}</p>
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
    </>
  );
}
