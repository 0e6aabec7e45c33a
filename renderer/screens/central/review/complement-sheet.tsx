/** « Complément »: what is asked, why, what would satisfy it, by when; written in the applicant's language. */
import { useId, useState } from 'react';
import type { DossierView } from '../../../../app/desk/dossier-view.ts';
import { Button } from '../../../ui/button.tsx';
import { useCommands } from '../../../ui/commands.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { ErrorLine } from '../../../ui/error-line.tsx';
import { FieldFrame, inputAttributes } from '../../../ui/field.tsx';
import { type I18n, makeI18n, useI18n } from '../../../ui/i18n.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { useAction } from '../../app/desk-context.tsx';
import { say } from '../../shared/texts.ts';
import { type ComplementLine, type LinePart, type LineProblem, newLine, problemsOf } from './complement.ts';

export interface ComplementSheetProps {
  readonly view: DossierView;
  readonly lines: readonly ComplementLine[];
  readonly today: string;
  /** by when, for a new line */
  readonly usualDueBy: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onChange: (lines: readonly ComplementLine[]) => void;
  readonly onSeal: () => Promise<void>;
}

export function ComplementSheet(props: ComplementSheetProps) {
  const { t } = useI18n();
  const [shown, setShown] = useState(false);
  const sealing = useAction();
  const problems = problemsOf(props.lines, props.today);
  const ready = props.lines.length > 0 && problems.length === 0;
  const seal = () => {
    setShown(true);
    if (ready && !sealing.busy) void sealing.run(props.onSeal);
  };
  return (
    <Sheet
      title={t('central.complement.title')}
      width="wide"
      lightDismiss={false}
      isOpen={props.isOpen}
      onClose={props.onClose}
      actions={
        <>
          <p className="sheet-said" role="status">
            {props.lines.length === 0
              ? t('central.complement.none')
              : shown && problems.length > 0
                ? t('central.complement.incomplete', { n: problems.length })
                : t('central.complement.said', { n: props.lines.length, ref: props.view.row.ref })}
          </p>
          <Button onPress={props.onClose}>{t('ui.cancel')}</Button>
          <Button kind="seal" onPress={seal} disabled={!ready || sealing.busy}>
            {t('central.complement.seal')}
          </Button>
        </>
      }
    >
      {sealing.error && <ErrorLine code={sealing.error.code} values={sealing.error.values} />}
      <ComplementForm {...props} problems={shown ? problems : []} onPrimary={seal} />
    </Sheet>
  );
}

interface FormProps extends ComplementSheetProps {
  readonly problems: readonly LineProblem[];
  readonly onPrimary: () => void;
}

function ComplementForm({ view, lines, today, usualDueBy, onChange, problems, onPrimary }: FormProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { definition, language } = view;
  useCommands({ primary: { run: onPrimary, label: t('central.complement.seal') } });
  if (definition === null) return <p>{t('central.left.needs-update')}</p>;
  const add = (document: string | null) =>
    onChange([...lines, newLine(lines, document, definition, language, usualDueBy)]);
  const change = (id: string, part: LinePart, value: string) =>
    onChange(lines.map((line) => (line.id === id ? { ...line, [part]: value } : line)));
  return (
    <>
      <p className="complement-language">
        {t('central.complement.language', { language: t(`central.language.${language}`) })}
      </p>
      <fieldset className="complement-add">
        <legend className="label">{t('central.complement.add')}</legend>
        {definition.documents.map(({ code, title }) => (
          <Button key={code} size="small" onPress={() => add(code)}>
            {say(i18n, title)}
          </Button>
        ))}
        <Button size="small" onPress={() => add(null)}>
          {t('central.complement.question')}
        </Button>
      </fieldset>
      <ol className="complement-lines">
        {lines.map((line, index) => (
          <Line
            key={line.id}
            line={line}
            number={index + 1}
            title={documentTitle(view, line.document, i18n)}
            language={language}
            today={today}
            problems={problems.filter((problem) => problem.line === line.id)}
            onChange={(part, value) => change(line.id, part, value)}
            onRemove={() => onChange(lines.filter(({ id }) => id !== line.id))}
          />
        ))}
      </ol>
    </>
  );
}

function documentTitle(view: DossierView, code: string | null, i18n: I18n): string {
  if (code === null) return i18n.t('central.complement.question');
  const asked = view.definition?.documents.find((one) => one.code === code);
  return asked ? say(i18n, asked.title) : code;
}

interface LineProps {
  readonly line: ComplementLine;
  readonly number: number;
  readonly title: string;
  readonly language: DossierView['language'];
  readonly today: string;
  readonly problems: readonly LineProblem[];
  readonly onChange: (part: LinePart, value: string) => void;
  readonly onRemove: () => void;
}

const REASONS = ['unreadable', 'cut', 'expired', 'name-differs', 'missing'] as const;
const REMEDIES = ['whole', 'original', 'recent', 'translated'] as const;

function Line(props: LineProps) {
  const { line, language, onChange } = props;
  const { t } = useI18n();
  const theirs = makeI18n(language).t;
  const id = useId();
  const messageOf = (part: LinePart) => {
    const problem = props.problems.find((one) => one.part === part);
    return problem && { message: { tone: 'bad' as const, text: t(`central.complement.${problem.kind}`) } };
  };
  return (
    <li>
      <fieldset className="complement-line">
        <legend className="complement-title">
          {props.number}. {props.title}
        </legend>
        <SuggestedField
          id={`${id}-what`}
          label={t('central.complement.what')}
          lang={language}
          value={line.what}
          autoFocus={line.what === ''}
          suggestions={[]}
          onChange={(value) => onChange('what', value)}
          {...messageOf('what')}
        />
        <SuggestedField
          id={`${id}-why`}
          label={t('central.complement.why')}
          lang={language}
          value={line.why}
          autoFocus={line.what !== '' && line.why === ''}
          suggestions={REASONS.map((reason) => theirs(`central.reason.${reason}`))}
          onChange={(value) => onChange('why', value)}
          {...messageOf('why')}
        />
        <SuggestedField
          id={`${id}-satisfied`}
          label={t('central.complement.satisfied')}
          lang={language}
          value={line.satisfiedBy}
          suggestions={REMEDIES.map((remedy) => theirs(`central.remedy.${remedy}`))}
          onChange={(value) => onChange('satisfiedBy', value)}
          {...messageOf('satisfiedBy')}
        />
        <DateField
          id={`${id}-due`}
          label={t('central.complement.due')}
          value={line.dueBy}
          onChange={(value) => onChange('dueBy', value)}
          {...messageOf('dueBy')}
        />
        <button
          type="button"
          className="link complement-remove"
          aria-label={`${t('central.complement.remove')}, ${props.title}`}
          onClick={props.onRemove}
        >
          {t('central.complement.remove')}
        </button>
      </fieldset>
    </li>
  );
}

interface SuggestedFieldProps {
  readonly id: string;
  readonly label: string;
  readonly lang: string;
  readonly value: string;
  readonly suggestions: readonly string[];
  readonly autoFocus?: boolean;
  readonly message?: { readonly tone: 'bad'; readonly text: string };
  readonly onChange: (value: string) => void;
}

/** Free text, with the usual phrases of the applicant's language one key away. */
function SuggestedField({ suggestions, ...field }: SuggestedFieldProps) {
  const base = { ...field, span: 2 } as const;
  return (
    <FieldFrame base={base}>
      <input
        {...inputAttributes(base)}
        type="text"
        dir={field.lang === 'ar' ? 'rtl' : 'ltr'}
        lang={field.lang}
        list={suggestions.length > 0 ? `${field.id}-list` : undefined}
        maxLength={1000}
        value={field.value}
        onChange={(event) => field.onChange(event.target.value)}
      />
      {suggestions.length > 0 && (
        <datalist id={`${field.id}-list`}>
          {suggestions.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      )}
    </FieldFrame>
  );
}
