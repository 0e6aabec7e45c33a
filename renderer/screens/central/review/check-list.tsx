/** What the service asks a reviewer to look at: each is ticked with Espace, or marked with a remark. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Check } from '../../../../app/catalogue/definition.ts';
import type { DossierDocument } from '../../../../app/desk/dossier-view.ts';
import { Bdi } from '../../../ui/bdi.tsx';
import { useCommands } from '../../../ui/commands.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { say } from '../../shared/texts.ts';
import { type CheckMark, type CheckMarks, isAnswered, NO_MARK } from './readiness.ts';

export interface CheckListProps {
  readonly checks: readonly Check[];
  readonly marks: CheckMarks;
  readonly documents: readonly DossierDocument[];
  readonly onMark: (code: string, change: Partial<CheckMark>) => void;
}

export function CheckList({ checks, marks, documents, onMark }: CheckListProps) {
  const { t, number } = useI18n();
  const [at, setAt] = useState(0);
  const [remarking, setRemarking] = useState<string | null>(null);
  const current = checks[at];
  const answered = checks.filter(({ code }) => isAnswered(marks[code])).length;

  /** Ticks, and goes on to the next one that nobody has answered. */
  const tick = () => {
    if (!current) return;
    const ticked = !(marks[current.code] ?? NO_MARK).ticked;
    onMark(current.code, { ticked });
    if (!ticked) return;
    const after = [...checks.keys()].filter((n) => n !== at && !isAnswered(marks[checks[n]?.code ?? '']));
    setAt(after.find((n) => n > at) ?? after[0] ?? at);
  };
  useCommands({ tick: { run: tick, disabled: !current } });
  const walk = (event: KeyboardEvent<HTMLUListElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || !(event.target instanceof HTMLInputElement) || event.target.type !== 'checkbox') return;
    event.preventDefault();
    const boxes = [...event.currentTarget.querySelectorAll<HTMLElement>('input[type=checkbox]')];
    boxes[boxes.indexOf(event.target) + step]?.focus();
  };

  return (
    <section className="checks">
      <h2 className="section">
        {t('central.checks')}{' '}
        <span className="checks-count">
          {t('central.checks.count', { done: number(answered), of: number(checks.length) })}
        </span>
      </h2>
      <ul onKeyDown={walk}>
        {checks.map((check, index) => (
          <CheckRow
            key={check.code}
            check={check}
            mark={marks[check.code] ?? NO_MARK}
            current={index === at}
            numbers={documents.flatMap(({ document }, n) =>
              check.documents?.includes(document) ? [n + 1] : [],
            )}
            remarking={remarking === check.code}
            onCurrent={() => setAt(index)}
            onMark={(change) => onMark(check.code, change)}
            onRemarking={(open) => setRemarking(open ? check.code : null)}
          />
        ))}
      </ul>
    </section>
  );
}

interface CheckRowProps {
  readonly check: Check;
  readonly mark: CheckMark;
  readonly current: boolean;
  /** of the documents it is checked against */
  readonly numbers: readonly number[];
  readonly remarking: boolean;
  readonly onCurrent: () => void;
  readonly onMark: (change: Partial<CheckMark>) => void;
  readonly onRemarking: (open: boolean) => void;
}

function CheckRow(props: CheckRowProps) {
  const i18n = useI18n();
  const { check, mark, numbers, remarking, onRemarking } = props;
  const text = say(i18n, check.text);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (props.current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [props.current]);
  return (
    <li ref={row} className="check-row" data-current={props.current || undefined}>
      <div className="check-line">
        <label className="check-main">
          <input
            type="checkbox"
            checked={mark.ticked}
            onFocus={props.onCurrent}
            onChange={(event) => props.onMark({ ticked: event.target.checked })}
          />
          <span>{text}</span>
        </label>
        {numbers.length > 0 && (
          <span className="check-documents">
            <span className="visually-hidden">{i18n.t('central.checks.documents')} </span>
            {numbers.join(' · ')}
          </span>
        )}
        {!remarking && (
          <button
            type="button"
            className="link check-remark"
            aria-label={`${i18n.t('central.remark')}, ${text}`}
            onClick={() => {
              props.onCurrent();
              onRemarking(true);
            }}
          >
            {mark.remark === '' ? i18n.t('central.remark') : <Bdi>{mark.remark}</Bdi>}
          </button>
        )}
      </div>
      {remarking && (
        <RemarkInput
          label={i18n.t('central.remark.on', { check: text })}
          value={mark.remark}
          onChange={(remark) => props.onMark({ remark })}
          onClose={() => onRemarking(false)}
        />
      )}
    </li>
  );
}

interface RemarkInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (remark: string) => void;
  readonly onClose: () => void;
}

/** Entrée and Échap both keep what is written: nothing is lost by going back. */
function RemarkInput({ label, value, onChange, onClose }: RemarkInputProps) {
  const id = useId();
  useCommands({ back: { run: onClose, quiet: true } });
  return (
    <div className="check-remark-line">
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="input"
        type="text"
        dir="auto"
        maxLength={1000}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: the officer has just asked for this line
        autoFocus
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onClose}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.ctrlKey) onClose();
        }}
      />
    </div>
  );
}
