import { FileText, FolderOpen, House, Link2, Pencil, Signature, Users } from 'lucide-react';
import { type ComponentType, useMemo, useState } from 'react';
import { AppShell } from '../app-shell.tsx';
import { Bdi } from '../bdi.tsx';
import { Button } from '../button.tsx';
import { Check, SelectField, YesNoField } from '../choice-field.tsx';
import { useCommands } from '../commands.tsx';
import { CompareStrip } from '../compare-strip.tsx';
import { CompareVersions, type Side } from '../compare-versions.tsx';
import { CountdownStrip } from '../countdown-strip.tsx';
import { CountryField } from '../country-field.tsx';
import { type Column, DataTable } from '../data-table.tsx';
import { DateField } from '../date-field.tsx';
import { DefinitionList } from '../definition-list.tsx';
import { EmptyState } from '../empty-state.tsx';
import { ErrorLine } from '../error-line.tsx';
import { FileRow } from '../file-row.tsx';
import { FormGrid, FormSection, ProblemList } from '../form-grid.tsx';
import { useI18n } from '../i18n.tsx';
import { KeyHelp } from '../key-help.tsx';
import { MoneyField } from '../money-field.tsx';
import { MrzStrip } from '../mrz-strip.tsx';
import { NameField } from '../name-field.tsx';
import { BottomBar, FilterBar, PageHead } from '../page-head.tsx';
import { Palette } from '../palette.tsx';
import { PhoneField } from '../phone-field.tsx';
import { Plan } from '../plan.tsx';
import { ProgressBar } from '../progress-bar.tsx';
import { Rail, type RailItem } from '../rail.tsx';
import { Sheet } from '../sheet.tsx';
import { HelpText, PanelSection, SidePanel } from '../side-panel.tsx';
import { type ChipState, StatusChip } from '../status-chip.tsx';
import { TextAreaField, TextField } from '../text-field.tsx';
import { Timeline } from '../timeline.tsx';
import { TopBar } from '../top-bar.tsx';
import { TransportMark } from '../transport-mark.tsx';
import { type SpecimenRow, specimenRows, word } from './specimens.ts';

/** What an author of screens reads: the shell's parts, as a screen puts them together. */
function useShellParts() {
  const { locale, t } = useI18n();
  const [searching, setSearching] = useState(false);
  const [query, setQuery] = useState('');
  const [help, setHelp] = useState(false);
  useCommands({
    search: () => setSearching(true),
    keys: () => setHelp(true),
    'new-dossier': () => undefined,
    'read-document': () => undefined,
    'link-panel': () => undefined,
    'show-applicant': { run: () => undefined },
    print: { run: () => undefined, label: locale === 'fr' ? 'Récépissé' : undefined },
    assistant: () => undefined,
  });
  const items: readonly RailItem[] = [
    { key: 'home', label: t('ui.region.main'), href: '#/', icon: House },
    { key: 'dossiers', label: word(locale, 'Dossiers'), href: '#/dossiers', icon: FolderOpen, count: 412 },
    { key: 'drafts', label: t('status.procedure.draft'), href: '#/drafts', icon: Pencil, count: 2 },
    { key: 'sign', label: t('status.procedure.to-countersign'), href: '#/sign', icon: Signature, count: 1 },
    { key: 'ready', label: t('status.procedure.ready'), href: '#/ready', icon: FileText, count: 9 },
    { key: 'people', label: t('ui.officer'), href: '#/people', icon: Users },
    { key: 'link', label: t('ui.link'), href: '#/link', icon: Link2, count: 37 },
  ];
  const top = (
    <>
      <TopBar
        mission="ML-PAR"
        desk={word(locale, 'Guichet B')}
        officer="A. SPECIMEN"
        link={{ mark: 'sealed', text: word(locale, '37 à envoyer · hors liaison 2 j'), tone: 'neutral' }}
        onSearch={() => setSearching(true)}
      />
      <Palette
        isOpen={searching}
        onClose={() => setSearching(false)}
        onQuery={setQuery}
        results={
          query === ''
            ? []
            : specimenRows(locale, 8).map((row) => ({ key: row.key, label: row.name, detail: row.reference }))
        }
        onChoose={() => undefined}
      />
      <KeyHelp isOpen={help} onClose={() => setHelp(false)} />
    </>
  );
  return {
    top,
    rail: (current: string, narrow = false) => <Rail items={items} current={current} narrow={narrow} />,
  };
}

function useColumns(): readonly Column<SpecimenRow>[] {
  const { locale, t } = useI18n();
  return useMemo(() => {
    const fr = locale === 'fr';
    const days = (due: string) => (/^\d+$/.test(due) ? t('ui.days', { n: Number(due) }) : due);
    return [
      {
        id: 'mark',
        header: t('ui.link'),
        hideHeader: true,
        width: 2.5,
        cell: (row) => <TransportMark state={row.entry} />,
      },
      {
        id: 'ref',
        header: fr ? 'Référence' : locale === 'ar' ? 'المرجع' : 'Reference',
        width: 9.625,
        cell: (row) => <Bdi ltr>{row.reference}</Bdi>,
      },
      {
        id: 'name',
        header: fr ? 'Demandeur' : locale === 'ar' ? 'صاحب الطلب' : 'Applicant',
        width: 12.75,
        look: 'name',
        rowHeader: true,
        sortable: true,
        cell: (row) => <Bdi>{row.name}</Bdi>,
      },
      {
        id: 'service',
        header: fr ? 'Service' : locale === 'ar' ? 'الخدمة' : 'Service',
        width: 13.125,
        look: 'quiet',
        cell: (row) => row.service,
      },
      {
        id: 'state',
        header: fr ? 'État' : locale === 'ar' ? 'الحالة' : 'State',
        width: 11.25,
        cell: (row) => <StatusChip state={row.state} />,
      },
      {
        id: 'know',
        header: fr ? 'À savoir' : locale === 'ar' ? 'ملاحظة' : 'To know',
        look: 'quiet',
        cell: (row) => row.know,
      },
      {
        id: 'last',
        header: fr ? 'Dernière écriture' : locale === 'ar' ? 'آخر قيد' : 'Last entry',
        width: 8.5,
        align: 'end',
        look: 'quiet',
        cell: (row) => <Bdi ltr>{row.last}</Bdi>,
      },
      {
        id: 'due',
        header: fr ? 'Échéance' : locale === 'ar' ? 'الأجل' : 'Due',
        width: 5.25,
        align: 'end',
        cell: (row) => days(row.due),
      },
    ];
  }, [locale, t]);
}

function ListScreen() {
  const { locale, number } = useI18n();
  const parts = useShellParts();
  const columns = useColumns();
  const [extra, setExtra] = useState(0);
  const rows = useMemo(() => {
    const all = specimenRows(locale, 10_000 + extra);
    return extra === 0 ? all : [...all.slice(-extra), ...all.slice(0, -extra)];
  }, [locale, extra]);
  const [selected, setSelected] = useState<string | undefined>('0');
  const [filter, setFilter] = useState('here');
  return (
    <AppShell layout={{ kind: 'list' }} top={parts.top} rail={parts.rail('dossiers')}>
      <PageHead
        title={word(locale, 'Dossiers')}
        note={number(412)}
        action={
          <Button kind="primary" onPress={() => setExtra(extra + 3)}>
            {word(locale, 'Nouveau dossier')}
          </Button>
        }
      />
      <FilterBar
        label={word(locale, 'Dossiers')}
        current={filter}
        onChoose={setFilter}
        filters={['under-review', 'ready', 'closed'].map((key, i) => ({
          key: i === 0 ? 'here' : key,
          label: stateWord(locale, key),
          count: 14 * (i + 1),
        }))}
      />
      <DataTable
        label={word(locale, 'Dossiers')}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.key}
        selected={selected}
        onSelect={setSelected}
        onOpen={() => undefined}
        view={filter}
        sort={{ column: 'name', direction: 'ascending' }}
        onSort={() => undefined}
        isDraft={(row) => row.entry === 'draft'}
      />
    </AppShell>
  );
}

const STATES: Readonly<Record<string, readonly [string, string, string]>> = {
  'under-review': ['À traiter ici', 'To do here', 'للمعالجة هنا'],
  ready: ['Prêts à remettre', 'To be handed over', 'للتسليم'],
  closed: ['Clos', 'Closed', 'مغلقة'],
};
const stateWord = (locale: string, key: string): string =>
  STATES[key]?.[locale === 'fr' ? 0 : locale === 'en' ? 1 : 2] ?? key;

function CaptureScreen() {
  const { locale, t } = useI18n();
  const fr = locale === 'fr';
  const parts = useShellParts();
  const [latin, setLatin] = useState({ latin: 'ERIKSSON', arabic: 'إريكسون' });
  const [number, setNumber] = useState('L898902C3');
  const [birth, setBirth] = useState('1974-08-12');
  const [until, setUntil] = useState('2027-04-15');
  const [country, setCountry] = useState('UTO');
  const [nationality, setNationality] = useState('MLI');
  useCommands({ primary: { run: () => undefined, label: t('ui.continue') }, back: () => undefined });
  const w = (french: string, arabic: string) => (locale === 'ar' ? arabic : french);
  return (
    <AppShell
      layout={{
        kind: 'capture',
        plan: (
          <Plan
            current="document"
            onGo={() => undefined}
            steps={[
              { key: 'person', label: w('Personne', 'الشخص'), done: true },
              { key: 'document', label: w('Document de voyage', 'وثيقة السفر'), done: false },
              { key: 'stay', label: w('Séjour', 'الإقامة'), done: false, missing: 3 },
              { key: 'pieces', label: w('Pièces', 'الوثائق'), done: false, missing: 2 },
              { key: 'fee', label: w('Redevance', 'الرسم'), done: false },
              { key: 'read', label: w('Relecture et sceau', 'المراجعة والختم'), done: false },
            ]}
          />
        ),
        side: (
          <SidePanel>
            <PanelSection title={w('Bande lisible', 'المنطقة المقروءة')}>
              <p className="help">{w('Passeport, 2 lignes, 44 caractères', 'جواز سفر، سطران، 44 حرفًا')}</p>
            </PanelSection>
            <PanelSection title={w('Aide', 'مساعدة')}>
              <HelpText
                text={w(
                  'Le passeport doit rester valable six mois après la date de retour.',
                  'يجب أن يبقى الجواز صالحًا ستة أشهر بعد تاريخ العودة.',
                )}
                source={w(
                  'Catalogue 2026-11, visa court séjour. À confirmer par le ministère.',
                  'الفهرس 2026-11، تأشيرة قصيرة. للتأكيد من الوزارة.',
                )}
              />
            </PanelSection>
          </SidePanel>
        ),
      }}
      top={parts.top}
      rail={parts.rail('dossiers', true)}
      bar={
        <BottomBar note={t('ui.draft.kept', { time: '10:41:07' })}>
          <Button>{t('ui.command.show-applicant')}</Button>
          <Button kind="primary">{t('ui.continue')}</Button>
        </BottomBar>
      }
    >
      <PageHead title={w('Document de voyage', 'وثيقة السفر')} note={word(locale, 'Visa court séjour')} />
      <div className="content-pad stack">
        <FormGrid label={w('Document de voyage', 'وثيقة السفر')}>
          <NameField
            id="surname"
            label={w('Nom', 'اللقب')}
            value={latin}
            onChange={(value) => setLatin({ arabic: '', ...value })}
            capitals
          />
          <TextField
            id="number"
            label={w('Numéro du document', 'رقم الوثيقة')}
            value={number}
            onChange={setNumber}
            direction="ltr"
            capitals
            autoFocus
          />
          <CountryField
            id="issuer"
            label={w('Délivré par', 'صادر عن')}
            value={country}
            onChange={setCountry}
          />
          <CountryField
            id="nationality"
            label={w('Nationalité', 'الجنسية')}
            value={nationality}
            onChange={setNationality}
            reusedFrom="12/03/2025"
          />
          <DateField
            id="birth"
            label={w('Date de naissance', 'تاريخ الميلاد')}
            value={birth}
            onChange={setBirth}
            ageOn="2026-11-21"
            partial
          />
          <DateField
            id="until"
            label={w('Valable jusqu’au', 'صالح إلى غاية')}
            value={until}
            onChange={setUntil}
            message={{ tone: 'help', text: fr ? 'Six mois après le retour\u00a0: oui' : '' }}
          />
          <TextField
            id="issued"
            label={w('Date de délivrance', 'تاريخ الإصدار')}
            value="31/02/2022"
            onChange={() => undefined}
            direction="ltr"
            message={{ tone: 'bad', text: t('ui.date.impossible', { date: '31/02/2022' }) }}
          />
        </FormGrid>
        <MrzStrip
          label={w('Bande lisible', 'المنطقة المقروءة')}
          lines={[
            'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
            'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
          ]}
        />
        <CompareStrip
          label={w('Nom', 'اللقب')}
          sources={[
            { key: 'passport', label: w('Passeport', 'الجواز') },
            { key: 'ticket', label: w('Billet', 'التذكرة') },
            { key: 'typed', label: w('Saisie', 'الإدخال') },
          ]}
          rows={[
            {
              key: 'surname',
              label: w('Nom', 'اللقب'),
              values: { passport: 'ERIKSSON', ticket: 'ERICSSON', typed: 'ERIKSSON' },
              differing: ['ticket'],
            },
            {
              key: 'given',
              label: w('Prénoms', 'الأسماء'),
              values: { passport: 'ANNA MARIA', ticket: 'ANNA', typed: 'Anna Maria' },
              differing: ['ticket'],
            },
          ]}
          summary={w(
            'Le billet diffère du passeport. Le visa portera le nom du passeport.',
            'التذكرة تختلف عن الجواز. ستحمل التأشيرة اسم الجواز.',
          )}
          action={<Button size="small">{t('ui.compare.reason')}</Button>}
        />
      </div>
    </AppShell>
  );
}

function DossierScreen() {
  const { locale, t, money } = useI18n();
  const parts = useShellParts();
  const [open, setOpen] = useState(new URLSearchParams(location.search).has('sheet'));
  const w = (french: string, arabic: string) => (locale === 'ar' ? arabic : french);
  useCommands({ primary: { run: () => setOpen(true), label: w('Sceller', 'ختم') } });
  return (
    <AppShell
      layout={{
        kind: 'dossier',
        timeline: (
          <SidePanel>
            <PanelSection title={t('ui.region.timeline')}>
              <Timeline
                label={t('ui.region.timeline')}
                items={[
                  {
                    key: '3',
                    entry: 'sealed',
                    title: t('status.procedure.information-requested'),
                    who: 'C. MUSTERMANN',
                    at: '2026-11-21T08:12:00Z',
                    detail: word(locale, 'Pièce\u00a0: fiche NINA'),
                  },
                  {
                    key: '2',
                    entry: 'received',
                    title: t('status.procedure.submitted'),
                    who: 'A. SPECIMEN',
                    at: '2026-11-20T15:20:00Z',
                  },
                  {
                    key: '1',
                    entry: 'received',
                    title: t('status.procedure.lodged'),
                    who: 'A. SPECIMEN',
                    at: '2026-11-20T15:10:00Z',
                    doubt: w('Horloge douteuse', 'ساعة مشكوك فيها'),
                  },
                ]}
              />
            </PanelSection>
          </SidePanel>
        ),
      }}
      top={parts.top}
      rail={parts.rail('dossiers')}
      bar={
        <BottomBar start={<Button>{t('ui.command.print')}</Button>}>
          <Button kind="seal" onPress={() => setOpen(true)}>
            {w('Sceller', 'ختم')}
          </Button>
        </BottomBar>
      }
    >
      <PageHead title={<Bdi>ERIKSSON Anna Maria</Bdi>} note={<StatusChip state="information-requested" />} />
      <div className="content-pad stack">
        <ErrorLine
          code="AD-207"
          values={{ date: '14/11/2026' }}
          action={<Button size="small">{t('ui.continue')}</Button>}
        />
        <ErrorLine code="AD-101" values={{ desk: 'A' }} tone="wait" />
        <DefinitionList
          items={[
            { key: 'ref', term: w('Référence', 'المرجع'), value: 'PAR-B-26-00417-X', ltr: true },
            {
              key: 'birth',
              term: w('Date de naissance', 'تاريخ الميلاد'),
              value: w('12 août 1974', '12 غشت 1974'),
              note: t('ui.reused', { date: '12/03/2025' }),
            },
            {
              key: 'fee',
              term: w('Redevance', 'الرسم'),
              value: `${money(55_000, 'XOF')} · ${money(8400, 'EUR')}`,
              ltr: true,
            },
          ]}
        />
        <FileRow
          id="f1"
          label={w('Passeport, page d’identité', 'الجواز، صفحة الهوية')}
          state={{ kind: 'ready', name: 'scan-001.jpg', bytes: 212_000, pages: 1 }}
          accept="image/jpeg"
          onChoose={() => undefined}
          onRemove={() => undefined}
          onShow={() => undefined}
        />
        <FileRow
          id="f2"
          label={w('Fiche NINA', 'بطاقة NINA')}
          why={w('Art. 3 de la loi 06-040', 'المادة 3 من القانون 06-040')}
          state={{ kind: 'missing' }}
          accept="image/jpeg"
          onChoose={() => undefined}
        />
        <FileRow
          id="f3"
          label={w('Photo', 'الصورة')}
          state={{ kind: 'refused', code: 'PH-004' }}
          accept="image/jpeg"
          onChoose={() => undefined}
        />
        <FileRow
          id="f4"
          optional
          label={w('Billet', 'التذكرة')}
          state={{ kind: 'reading', done: 41, total: 212 }}
          accept="image/jpeg"
          onChoose={() => undefined}
          onCancel={() => undefined}
        />
      </div>
      <Sheet
        title={w('Sceller', 'ختم')}
        isOpen={open}
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button onPress={() => setOpen(false)}>{t('ui.cancel')}</Button>
            <Button kind="seal">{w('Sceller', 'ختم')}</Button>
          </>
        }
      >
        <p className="sealed-block">
          {w(
            'Demande de passeport ordinaire de ERIKSSON Anna Maria, 4 pièces.',
            'طلب جواز سفر عادي، 4 وثائق.',
          )}
        </p>
        <DefinitionList
          items={[
            { key: 'fee', term: w('Redevance', 'الرسم'), value: money(55_000, 'XOF'), ltr: true },
            { key: 'who', term: w('Signé par', 'الموقّع'), value: 'A. SPECIMEN' },
          ]}
        />
      </Sheet>
    </AppShell>
  );
}

function ReviewScreen() {
  const { locale, t } = useI18n();
  const parts = useShellParts();
  const [ticked, setTicked] = useState<readonly number[]>([0, 1, 2]);
  const [queue, setQueue] = useState(true);
  const w = (french: string, arabic: string) => (locale === 'ar' ? arabic : french);
  useCommands({
    'next-row': { run: () => undefined, label: w('Suivant, précédent', 'التالي، السابق') },
    document: () => undefined,
    tick: () => undefined,
    complement: () => undefined,
    'toggle-queue': () => setQueue(!queue),
    primary: { run: () => undefined, label: w('Sceller la décision', 'ختم القرار') },
  });
  const checks = [
    w('Nom conforme au passeport', 'الاسم مطابق للجواز'),
    w('Clés de contrôle de la bande', 'أرقام التحقق'),
    w('Photo de moins de six mois', 'صورة أقل من ستة أشهر'),
    w('Billet de retour', 'تذكرة العودة'),
    w('Hébergement', 'الإيواء'),
  ];
  const notes = [
    undefined,
    '5 / 5',
    '14/10/2026',
    w('nom différent, motif noté', 'اسم مختلف، سُجل السبب'),
    undefined,
  ];
  return (
    <AppShell
      layout={{
        kind: 'review',
        queue: queue ? (
          <>
            <PageHead title={t('ui.region.queue')} note="1 / 400" level={2} />
            <ul>
              {specimenRows(locale, 9).map((row, i) => (
                <li key={row.key}>
                  <button type="button" className="queue-item" aria-current={i === 0 || undefined}>
                    <Bdi ltr>{row.reference}</Bdi>
                    <span className="text-2">
                      {/^\d+$/.test(row.due) ? t('ui.days', { n: Number(row.due) }) : row.due}
                    </span>
                    <span className="label">{row.service}</span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        ) : undefined,
        scans: (
          <div className="filters">
            <Button size="small" pressed>
              1 {w('Passeport', 'الجواز')}
            </Button>
            <Button size="small">2 {w('Billet', 'التذكرة')}</Button>
          </div>
        ),
      }}
      top={parts.top}
      rail={parts.rail('dossiers', true)}
      bar={
        <BottomBar
          start={
            <>
              <Button>{w('Complément…', 'استكمال…')}</Button>
              <Button>{w('Refuser…', 'رفض…')}</Button>
            </>
          }
        >
          <Button kind="seal">{w('Accorder', 'موافقة')}</Button>
        </BottomBar>
      }
      strip={
        <CountdownStrip
          label={w('Accordé\u00a0: PAR-B-26-00416-M', 'تمت الموافقة: PAR-B-26-00416-M')}
          seconds={6}
          total={8}
          onCancel={() => undefined}
        />
      }
    >
      <PageHead title={<Bdi>ERIKSSON Anna Maria</Bdi>} note={<StatusChip state="under-review" />} />
      <div className="content-pad stack">
        <DefinitionList
          items={[
            { key: 'p', term: w('Passeport', 'الجواز'), value: 'L898902C3, UTO', ltr: true },
            { key: 'u', term: w('Valable jusqu’au', 'صالح إلى غاية'), value: '15/04/2027', ltr: true },
            { key: 'm', term: w('Motif', 'الغرض'), value: w('Visite familiale', 'زيارة عائلية') },
          ]}
        />
        <h2 className="section">
          {w('Vérifications', 'التحققات')} <span className="text-2">3 / 5</span>
        </h2>
        {checks.map((label, i) => (
          <Check
            key={label}
            label={label}
            note={notes[i]}
            checked={ticked.includes(i)}
            onChange={(on) => setTicked(on ? [...ticked, i] : ticked.filter((one) => one !== i))}
          />
        ))}
      </div>
    </AppShell>
  );
}

const CHIPS: readonly ChipState[] = [
  'draft',
  'lodged',
  'information-requested',
  'approved',
  'refused',
  'handed-over',
  'withdrawn',
];

function KitScreen() {
  const { locale, t } = useI18n();
  const parts = useShellParts();
  const w = (french: string, arabic: string) => (locale === 'ar' ? arabic : french);
  const [yes, setYes] = useState<boolean | undefined>(true);
  const [money, setMoney] = useState<{ amount: number; currency: string } | undefined>({
    amount: 5_500_000,
    currency: 'XOF',
  });
  const [phone, setPhone] = useState('0612');
  const [note, setNote] = useState('');
  const [motive, setMotive] = useState<'family' | 'work' | ''>('');
  const [chosen, setChosen] = useState<Readonly<Record<string, Side>>>({ name: 'first' });
  return (
    <AppShell layout={{ kind: 'list' }} top={parts.top} rail={parts.rail('home')}>
      <PageHead title={t('ui.region.main')} action={<Button disabled>{t('ui.cancel')}</Button>} />
      <div className="content-pad stack">
        <p>
          {CHIPS.map((state) => (
            <span key={state}>
              <StatusChip state={state} />{' '}
            </span>
          ))}
          <Button kind="seal">{w('Sceller', 'ختم')}</Button>{' '}
          <Button kind="primary">{t('ui.continue')}</Button> <Button size="small">{t('ui.file.show')}</Button>
        </p>
        <FormGrid label={t('ui.region.main')}>
          <FormSection title={w('Séjour', 'الإقامة')}>
            <YesNoField id="yes" label={w('Mineur', 'قاصر')} value={yes} onChange={setYes} />
            <MoneyField
              id="money"
              label={w('Redevance', 'الرسم')}
              value={money}
              onChange={setMoney}
              currencies={['XOF', 'EUR']}
            />
            <PhoneField id="phone" label={w('Téléphone', 'الهاتف')} value={phone} onChange={setPhone} />
            <SelectField
              id="motive"
              label={w('Motif', 'الغرض')}
              optional
              value={motive}
              onChange={setMotive}
              choices={[
                { value: 'family', label: w('Visite familiale', 'زيارة عائلية') },
                { value: 'work', label: w('Travail', 'عمل') },
              ]}
            />
            <TextAreaField
              id="note"
              label={w('Remarque', 'ملاحظة')}
              optional
              value={note}
              onChange={setNote}
              rows={2}
              span={3}
            />
          </FormSection>
        </FormGrid>
        <ProblemList
          title={w('À compléter', 'للاستكمال')}
          onGo={() => undefined}
          problems={[{ field: 'phone', label: w('Téléphone', 'الهاتف'), text: t('ui.phone.unreadable') }]}
        />
        <ProgressBar label={w('Envoi', 'إرسال')} done={3} total={12} onCancel={() => undefined} />
        <CompareVersions
          label={w('Deux versions', 'نسختان')}
          versions={[
            { who: 'A. SPECIMEN', when: '21/11 10:40' },
            { who: 'C. MUSTERMANN', when: '21/11 10:42' },
          ]}
          lines={[{ key: 'name', label: w('Prénoms', 'الأسماء'), first: 'Anna Maria', second: 'Anna' }]}
          chosen={chosen}
          onChoose={(key, side) => setChosen({ ...chosen, [key]: side })}
        />
        <EmptyState action={<Button size="small">{word(locale, 'Nouveau dossier')}</Button>}>
          {w('Aucun dossier sur ce guichet.', 'لا ملفات في هذا الشباك.')}
        </EmptyState>
      </div>
    </AppShell>
  );
}

export const GALLERY_SCREENS: Readonly<Record<string, ComponentType>> = {
  list: ListScreen,
  capture: CaptureScreen,
  dossier: DossierScreen,
  review: ReviewScreen,
  kit: KitScreen,
};
