/** What a service asks, costs and takes, each with its source or the mark that it must be confirmed. */
import type { ServiceCode } from '../../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import { type I18n, useI18n } from '../../ui/i18n.tsx';
import { HelpText, PanelSection, SidePanel } from '../../ui/side-panel.tsx';
import { useDeskData } from '../app/desk-context.tsx';
import { provenanceText, say } from '../shared/texts.ts';

export function ServiceFacts({ code }: { readonly code: ServiceCode }) {
  const { value } = useDeskData(
    `service ${code}`,
    (desk) => desk.service(code),
    ({ type }) => type === 'catalogue-changed',
  );
  return value ? <Facts service={value} /> : null;
}

function Facts({ service }: { readonly service: ServiceDefinition }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [delay] = service.delays;
  return (
    <SidePanel>
      <PanelSection
        title={t('desk.new.what')}
        note={t('desk.new.documents', { n: service.documents.length })}
      >
        <ul className="service-documents">
          {service.documents.map((document) => (
            <li key={document.code}>
              {say(i18n, document.title)}
              {!document.required && <span className="text-3"> {t('ui.optional')}</span>}
            </li>
          ))}
        </ul>
      </PanelSection>
      <PanelSection title={t('desk.new.fee')}>
        {service.fees.length === 0 && <p>{t('desk.new.fee-free')}</p>}
        {service.fees.map((line) => (
          <HelpText
            key={line.code}
            text={`${say(i18n, line.label)}${i18n.locale === 'fr' ? '\u00a0: ' : ': '}${amountText(line, i18n)}`}
            source={provenanceText(i18n, line)}
          />
        ))}
      </PanelSection>
      {delay && (
        <PanelSection title={t('desk.new.delay')}>
          <HelpText
            text={t(`desk.new.days.${delay.count}`, { n: delay.days })}
            source={provenanceText(i18n, delay)}
          />
        </PanelSection>
      )}
      {service.legalBasis.length > 0 && (
        <PanelSection title={t('desk.new.legal')}>
          {service.legalBasis.map((note) => (
            <HelpText key={note.text.fr} text={say(i18n, note.text)} source={provenanceText(i18n, note)} />
          ))}
        </PanelSection>
      )}
    </SidePanel>
  );
}

const amountText = (line: ServiceDefinition['fees'][number], i18n: I18n): string =>
  line.amount === null
    ? i18n.t('desk.new.fee-unknown')
    : i18n.money(line.amount.amount, line.amount.currency);
