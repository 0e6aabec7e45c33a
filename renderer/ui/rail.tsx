import type { LucideIcon } from 'lucide-react';
import { useI18n } from './i18n.tsx';
import { Icon } from './icon.tsx';

export interface RailItem {
  readonly key: string;
  readonly label: string;
  readonly href: string;
  /** Only shown by the narrow rail; the label is then its tooltip and its name. */
  readonly icon: LucideIcon;
  readonly count?: number | undefined;
}

export interface RailProps {
  readonly items: readonly RailItem[];
  readonly current: string | undefined;
  /** 48 px, while capturing or reviewing. */
  readonly narrow?: boolean;
}

export function Rail({ items, current, narrow = false }: RailProps) {
  const { number } = useI18n();
  return (
    <ul className={narrow ? 'rail rail-narrow' : 'rail'}>
      {items.map((item) => (
        <li key={item.key}>
          <a
            className="rail-item"
            href={item.href}
            aria-current={item.key === current ? 'page' : undefined}
            title={narrow ? item.label : undefined}
          >
            {narrow && <Icon of={item.icon} />}
            <span className={narrow ? 'visually-hidden' : 'rail-label'}>{item.label}</span>
            {item.count !== undefined && !narrow && <span className="rail-count">{number(item.count)}</span>}
          </a>
        </li>
      ))}
    </ul>
  );
}
