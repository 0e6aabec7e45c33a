import type { ReactNode } from 'react';
import { Bdi } from './bdi.tsx';
import { useI18n } from './i18n.tsx';

export interface CompareSource {
  readonly key: string;
  /** « Passeport », « Billet », « Saisie ». */
  readonly label: string;
  /** More than a label: in its place. */
  readonly under?: ReactNode;
  /** What can be done with this source: at the foot of its column. */
  readonly action?: ReactNode;
}

export interface CompareRow {
  readonly key: string;
  readonly label: string;
  /** By source key. */
  readonly values: Readonly<Record<string, string>>;
  /** Source keys that differ from the travel document. */
  readonly differing: readonly string[];
  /** In which class they differ (« translittération »), by source key. */
  readonly kinds?: Readonly<Record<string, string>> | undefined;
}

export interface CompareStripProps {
  readonly label: string;
  /** The first is the travel document. */
  readonly sources: readonly CompareSource[];
  readonly rows: readonly CompareRow[];
  /** « Le billet diffère du passeport. Le visa portera le nom du passeport. » */
  readonly summary: string;
  readonly action?: ReactNode;
}

/** Wherever a name exists more than once: differences tinted, a reason asked for, nothing blocked. */
export function CompareStrip({ label, sources, rows, summary, action }: CompareStripProps) {
  const { t } = useI18n();
  return (
    <section className="strip" aria-label={label}>
      <table className="strip-table">
        <thead>
          <tr>
            <td />
            {sources.map((source) => (
              <th key={source.key} scope="col">
                {source.under ?? source.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.label}</th>
              {sources.map((source) => {
                const differs = row.differing.includes(source.key);
                return (
                  <td key={source.key} className={differs ? 'strip-differs' : undefined}>
                    <Bdi>{row.values[source.key] ?? ''}</Bdi>
                    {differs && (
                      <span className={row.kinds?.[source.key] ? 'strip-kind' : 'visually-hidden'}>
                        {row.kinds?.[source.key] ?? ` (${t('ui.compare.differs')})`}
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
        {sources.some(({ action: one }) => one) && (
          <tfoot>
            <tr>
              <td />
              {sources.map((source) => (
                <td key={source.key}>{source.action}</td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
      <div className="strip-foot">
        <p>{summary}</p>
        {action}
      </div>
    </section>
  );
}
