/** Which service, for whom. Rows and their facts, from the catalogue; typing narrows them, Entrée opens the one in sight. */
import { useMemo, useState } from 'react';
import type { ServiceCode } from '../../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import type { ServiceEntry } from '../../../app/catalogue/service-entry.ts';
import type { PersonChoice } from '../../../app/desk/persons.ts';
import { blankForm } from '../../print/form-pages.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useAction, useDesk, useWorkplace } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { navigate } from '../app/route.ts';
import { serviceFinder } from '../shared/find-services.ts';
import { FormPrinting } from '../shared/form-printing.tsx';
import { mayLodge, useServices } from '../shared/services.tsx';
import { ServiceFacts } from './service-facts.tsx';
import { ServiceList } from './service-list.tsx';

export interface ServiceStepProps {
  readonly about: PersonChoice;
  /** as it is shown */
  readonly name: string;
  /** the service that was chosen already */
  readonly first: string | undefined;
  readonly onBack: () => void;
}

export function ServiceStep({ about, name, first, onBack }: ServiceStepProps) {
  const { t, locale } = useI18n();
  const desk = useDesk();
  const { officer } = useWorkplace();
  const action = useAction();
  const services = useServices();
  const [query, setQuery] = useState('');
  const [ticket, setTicket] = useState('');
  const [moved, setMoved] = useState<number | null>(null);
  const [printed, setPrinted] = useState<ServiceDefinition | null>(null);
  const lodged = useMemo(() => services.filter((service) => mayLodge(service, officer)), [services, officer]);
  const find = useMemo(() => serviceFinder(lodged, locale), [lodged, locale]);
  const shown = find(query);
  const at = moved ?? Math.max(0, query === '' ? shown.findIndex(({ code }) => code === first) : 0);
  const chosen = shown[Math.min(at, shown.length - 1)];
  const open = (service: ServiceEntry | undefined) =>
    void action.run(async () => {
      if (!service) return;
      const draft = await desk.newDraft(service.code as ServiceCode, ticket.trim() || null, about);
      navigate({ name: 'draft', id: draft.id, page: null }, true);
    });
  const print = () =>
    void action.run(async () => {
      if (chosen) setPrinted(await desk.service(chosen.code as ServiceCode));
    });
  const step = (by: 1 | -1) => setMoved(Math.max(0, Math.min(shown.length - 1, at + by)));
  useCommands({
    back: onBack,
    primary: { run: () => open(chosen), label: t('desk.new.open') },
    print: { run: print, label: t('desk.form.print-blank') },
    'next-row': () => step(1),
    'previous-row': () => step(-1),
  });
  return (
    <Frame
      layout={{
        kind: 'dossier',
        timeline: chosen ? <ServiceFacts code={chosen.code as ServiceCode} /> : null,
      }}
      bar={
        <BottomBar>
          <Button onPress={onBack}>{t('desk.person.back')}</Button>
          <Button onPress={print} disabled={!chosen || action.busy}>
            {t('desk.form.print-blank')}
          </Button>
          <Button kind="primary" onPress={() => open(chosen)} disabled={!chosen || action.busy}>
            {t('desk.new.open')}
          </Button>
        </BottomBar>
      }
    >
      <PageHead title={t('desk.new.title')} note={<Bdi>{name}</Bdi>} />
      <div className="new-dossier">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the field inside it */}
        <div
          className="new-fields"
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') step(1);
            else if (event.key === 'ArrowUp') step(-1);
            else if (event.key === 'Enter' && !event.ctrlKey) open(chosen);
            else return;
            event.preventDefault();
          }}
        >
          <TextField
            id="service-filter"
            label={t('desk.new.find')}
            span={3}
            autoFocus
            value={query}
            onChange={(text) => {
              setQuery(text);
              setMoved(0);
            }}
          />
          <TextField
            id="ticket"
            label={t('desk.new.ticket')}
            optional
            value={ticket}
            onChange={setTicket}
            maxLength={16}
          />
        </div>
        {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
        {shown.length === 0 ? (
          <EmptyState>{t(lodged.length === 0 ? 'desk.new.empty' : 'desk.new.none')}</EmptyState>
        ) : (
          <ServiceList
            services={shown}
            chosen={chosen}
            onChoose={(service) => setMoved(shown.indexOf(service))}
            onOpen={open}
          />
        )}
      </div>
      {printed && (
        <FormPrinting
          isOpen
          onClose={() => setPrinted(null)}
          saveAs={`${printed.code}.pdf`}
          language={locale}
          pages={(sheet) => blankForm(printed, sheet)}
        />
      )}
    </Frame>
  );
}
