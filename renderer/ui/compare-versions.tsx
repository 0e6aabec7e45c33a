import { Bdi } from './bdi.tsx';
import { useI18n } from './i18n.tsx';

export interface Version {
  /** « A. SPECIMEN, guichet A ». */
  readonly who: string;
  /** Already formatted. */
  readonly when: string;
}

export interface DifferingLine {
  readonly key: string;
  readonly label: string;
  readonly first: string;
  readonly second: string;
}

export type Side = 'first' | 'second';

export interface CompareVersionsProps {
  readonly label: string;
  readonly versions: readonly [Version, Version];
  /** Only the lines that differ. */
  readonly lines: readonly DifferingLine[];
  readonly chosen: Readonly<Record<string, Side>>;
  readonly onChoose: (key: string, side: Side) => void;
}

/** Two versions side by side; line by line, one is kept. Nothing is chosen beforehand. */
export function CompareVersions({ label, versions, lines, chosen, onChoose }: CompareVersionsProps) {
  const { t } = useI18n();
  if (lines.length === 0) return <p className="text-2">{t('ui.compare.same')}</p>;
  return (
    <table className="compare" aria-label={label}>
      <thead>
        <tr>
          <td />
          {versions.map((version, i) => (
            <th key={SIDES[i]} scope="col">
              <Bdi>{version.who}</Bdi>
              <span className="compare-when">
                <Bdi ltr>{version.when}</Bdi>
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key}>
            <th scope="row">{line.label}</th>
            {SIDES.map((side) => (
              <td key={side} className={chosen[line.key] === side ? 'compare-kept' : undefined}>
                <label className="choice">
                  <input
                    type="radio"
                    name={`compare-${line.key}`}
                    checked={chosen[line.key] === side}
                    onChange={() => onChoose(line.key, side)}
                  />
                  <span>
                    <Bdi>{line[side] === '' ? '—' : line[side]}</Bdi>
                  </span>
                </label>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const SIDES = ['first', 'second'] as const;
