/** Habilitations: how old the newest signed word of the centre is, what that means here, and how a newer one comes. */
import { useState } from 'react';
import type { Staleness } from '../../../app/desk/keyring-age.ts';
import { utf8 } from '../../../app/seal/bytes.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { localDay } from '../../ui/format.ts';
import { type I18n, useI18n } from '../../ui/i18n.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { useAction, useDeskData, useSession, useShell, useWorkplace } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { goBack } from '../app/route.ts';
import { Steps } from '../enrolment/steps.tsx';
import { Loading } from '../shared/loading.tsx';
import { KeyringImport } from './keyring-import.tsx';
import '../enrolment/enrolment.css';
import './keyring.css';

export function KeyringScreen() {
  const { t } = useI18n();
  const situation = useDeskData(
    'keyring-age',
    (desk) => desk.situation(),
    ({ type }) => type === 'link-changed',
  );
  useCommands({ back: () => goBack({ name: 'desk' }) });
  return (
    <Frame current="desk">
      <PageHead title={t('keyring.title')} />
      <div className="enrol">
        <div className="enrol-main">
          <Loading of={situation}>
            {({ keyring }) => keyring && <Age keyring={keyring} onTaken={situation.reload} />}
          </Loading>
        </div>
        <aside className="enrol-side">
          <Steps
            title={t('keyring.next')}
            steps={[t('keyring.next.link'), t('keyring.next.stick'), t('keyring.next.call')]}
          />
        </aside>
      </div>
    </Frame>
  );
}

function Age({ keyring, onTaken }: { readonly keyring: Staleness; readonly onTaken: () => void }) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <>
      <p className={`keyring-state keyring-${keyring.state}`} role="status">
        {t(`keyring.state.${keyring.state}`)}
      </p>
      <p className="text-2">{t('keyring.text')}</p>
      <DefinitionList items={factsOf(keyring, i18n)} />
      <KeyringImport onTaken={onTaken} primary={keyring.state !== 'fresh'} />
      <KeyringExport />
    </>
  );
}

function factsOf({ wordAt, days, daysLeft }: Staleness, { t, moment }: I18n) {
  return [
    {
      key: 'word',
      term: t('keyring.word'),
      value: wordAt === null ? t('desk.unlock.never') : moment(wordAt, true),
    },
    ...(days === null
      ? []
      : [{ key: 'age', term: t('keyring.age'), value: t('keyring.age.n', { n: days }) }]),
    {
      key: 'policy',
      term: t('keyring.policy'),
      value: daysLeft === null ? t('keyring.policy.warn') : t('keyring.policy.block', { n: daysLeft }),
    },
  ];
}

/** Any desk may carry it to another: nothing in it is secret, and it proves itself. */
function KeyringExport() {
  const { t } = useI18n();
  const { desk, now } = useSession();
  const { situation } = useWorkplace();
  const shell = useShell();
  const action = useAction();
  const [saved, setSaved] = useState(false);
  const save = async () => {
    setSaved(false);
    const name = `guichet-habilitations-${(situation.desk ?? '').replace('/', '-')}-${localDay(now())}.guichet`;
    const done = await action.run(async () => shell.saveFile(name, utf8(await desk.exportKeyring())));
    setSaved(done === true);
  };
  return (
    <div className="keyring-import">
      <Button onPress={() => void save()} disabled={action.busy}>
        {t('keyring.export')}
      </Button>
      <p role="status">{saved && t('keyring.exported')}</p>
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
    </div>
  );
}
