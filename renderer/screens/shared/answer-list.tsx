/** All answers of a file, page by page, without a form: for « Relecture », the dossier page and the review. */
import { isFilled } from '../../../app/catalogue/conditions.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import { visibleForm } from '../../../app/catalogue/form.ts';
import type { Answers } from '../../../app/desk/answers.ts';
import { type Definition, DefinitionList } from '../../ui/definition-list.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { useSession } from '../app/desk-context.tsx';
import { answerText } from './answer-text.ts';
import { say } from './texts.ts';
import './answer-list.css';

export interface AnswerListProps {
  readonly definition: ServiceDefinition;
  readonly answers: Answers;
  /** also the questions without an answer */
  readonly withUnanswered?: boolean;
  readonly mission?: string | undefined;
  /** opens the page of an answer to change it; without it nothing can be changed here */
  readonly onChange?: ((page: string) => void) | undefined;
  readonly changeLabel?: string | undefined;
}

export function AnswerList(props: AnswerListProps) {
  const i18n = useI18n();
  const { now } = useSession();
  const { definition, answers } = props;
  const context = {
    today: localDay(now()),
    ...(props.mission === undefined ? {} : { mission: props.mission }),
  };
  return (
    <div className="answers">
      {visibleForm(definition, answers, context).pages.map(({ page, fields }) => {
        const items = fields.flatMap((field): Definition[] => {
          const value = answers[field.code];
          if (!isFilled(value) && !props.withUnanswered) return [];
          const said = answerText(field, value, i18n);

          return [
            {
              key: field.code,
              term: say(i18n, field.label),
              value: said?.text ?? i18n.t('desk.value.unanswered'),
              ltr: said?.ltr,
            },
          ];
        });
        if (items.length === 0) return null;
        return (
          <section key={page.code} className="answers-page">
            <h2 className="section answers-title">
              {say(i18n, page.title)}
              {props.onChange && (
                <button type="button" className="link" onClick={() => props.onChange?.(page.code)}>
                  {props.changeLabel}
                  <span className="visually-hidden"> {say(i18n, page.title)}</span>
                </button>
              )}
            </h2>
            <DefinitionList items={items} label={say(i18n, page.title)} />
          </section>
        );
      })}
    </div>
  );
}
