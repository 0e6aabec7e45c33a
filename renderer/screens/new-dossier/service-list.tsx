import type { ServiceEntry } from '../../../app/catalogue/service-entry.ts';
import { useI18n } from '../../ui/i18n.tsx';

export interface ServiceListProps {
  readonly services: readonly ServiceEntry[];
  readonly chosen: ServiceEntry | undefined;
  readonly onChoose: (service: ServiceEntry) => void;
  readonly onOpen: (service: ServiceEntry) => void;
}

export function ServiceList({ services, chosen, onChoose, onOpen }: ServiceListProps) {
  const { t, locale } = useI18n();
  return (
    <ul className="services">
      {services.map((service) => (
        <li key={service.code}>
          <button
            type="button"
            className="service"
            aria-current={service === chosen ? 'true' : undefined}
            onFocus={() => onChoose(service)}
            onClick={() => onChoose(service)}
            onDoubleClick={() => onOpen(service)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.ctrlKey) return;
              event.preventDefault();
              onOpen(service);
            }}
          >
            <span className="service-title">{service.title[locale]}</span>
            <span className="service-summary">{service.summary[locale]}</span>
            <span className="service-where">{t(`desk.new.decided.${service.decision.by}`)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
