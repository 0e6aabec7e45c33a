/** Services: the catalogue, and questions to it (F1). What is typed narrows the list and is asked; nothing is made up. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ServiceCode } from '../../../app/acts/ids.ts';
import type { Passage } from '../../../app/desk/assistant.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useDesk, useWorkplace } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { goBack, navigate } from '../app/route.ts';
import { ServiceFacts } from '../new-dossier/service-facts.tsx';
import { ServiceList } from '../new-dossier/service-list.tsx';
import '../new-dossier/new-dossier.css';
import { serviceFinder } from '../shared/find-services.ts';
import { mayLodge, useServices } from '../shared/services.tsx';
import { PassageCard } from './passage.tsx';
import './services.css';

const isArabic = (text: string): boolean => /\p{Script=Arabic}/u.test(text);

/** @param about the service that was being looked at when the question came up */
export function ServicesScreen({ about }: { readonly about: string | null }) {
  const { t, locale } = useI18n();
  const { officer } = useWorkplace();
  const services = useServices();
  const [question, setQuestion] = useState('');
  const [at, setAt] = useState(0);
  const passages = useAnswers(question, about);
  const find = useMemo(() => serviceFinder(services, locale), [services, locale]);
  const listed = find(question);
  const choices = [...passages.map(({ service }) => service), ...listed.map(({ code }) => code)];
  const index = Math.min(at, choices.length - 1);
  const chosen = services.find(({ code }) => code === choices[index]);
  const isLodged = (service = chosen) => service !== undefined && mayLodge(service, officer);
  const open = () => {
    if (chosen && isLodged()) navigate({ name: 'new', service: chosen.code });
  };
  const step = (by: 1 | -1) => setAt(Math.max(0, Math.min(choices.length - 1, index + by)));
  useCommands({
    back: () => goBack({ name: 'home' }),
    primary: { run: open, label: t('services.open'), disabled: !isLodged() },
    'next-row': () => step(1),
    'previous-row': () => step(-1),
  });
  const isAsked = question.trim() !== '';
  return (
    <Frame
      current="services"
      layout={{
        kind: 'dossier',
        timeline: chosen ? <ServiceFacts code={chosen.code as ServiceCode} /> : null,
      }}
      bar={
        <BottomBar>
          <Button kind="primary" onPress={open} disabled={!isLodged()}>
            {t('services.open')}
          </Button>
        </BottomBar>
      }
    >
      <PageHead title={t('services.title')} note={t('services.count', { n: services.length })} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the field inside it */}
      <div
        className="services-question"
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') step(1);
          else if (event.key === 'ArrowUp') step(-1);
          else if (event.key === 'Enter' && !event.ctrlKey) open();
          else return;
          event.preventDefault();
        }}
      >
        <TextField
          id="question"
          label={t('services.question')}
          span={6}
          autoFocus
          value={question}
          maxLength={300}
          onChange={(text) => {
            setQuestion(text);
            setAt(0);
          }}
        />
        <p className="text-3">{t('services.hint')}</p>
      </div>
      {passages.length > 0 && (
        <section aria-label={t('services.answers')}>
          <h2 className="section services-section">{t('services.answers')}</h2>
          <ul className="passages">
            {passages.map((passage, n) => (
              <PassageCard
                key={`${passage.service} ${passage.section}`}
                passage={passage}
                language={isArabic(question) ? 'ar' : locale}
                isChosen={n === index}
                onChoose={() => setAt(n)}
                onOpen={open}
              />
            ))}
          </ul>
        </section>
      )}
      {listed.length > 0 ? (
        <section aria-label={t('services.list')}>
          {passages.length > 0 && <h2 className="section services-section">{t('services.list')}</h2>}
          <ServiceList
            services={listed}
            chosen={index < passages.length ? undefined : chosen}
            onChoose={(service) => setAt(passages.length + listed.indexOf(service))}
            onOpen={open}
          />
        </section>
      ) : (
        passages.length === 0 && (
          <EmptyState>{t(isAsked && services.length > 0 ? 'services.none' : 'desk.new.empty')}</EmptyState>
        )
      )}
    </Frame>
  );
}

/** The newest question's answers; an older one that is slow to come is not shown. */
function useAnswers(question: string, about: string | null): readonly Passage[] {
  const desk = useDesk();
  const [passages, setPassages] = useState<readonly Passage[]>([]);
  const latest = useRef('');
  useEffect(() => {
    const asked = question.trim();
    latest.current = asked;
    const show = (found: readonly Passage[]) => {
      if (latest.current === asked) setPassages(found);
    };
    if (asked === '') show([]);
    else desk.ask(asked, about as ServiceCode | null).then(show, () => show([]));
  }, [question, about, desk]);
  return passages;
}
