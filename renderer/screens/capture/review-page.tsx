/** Relecture: what is to complete, each line leading to its field; then every answer, and what the récépissé will say. */

import { allFields } from '../../../app/catalogue/definition.ts';
import type { Field } from '../../../app/catalogue/fields.ts';
import type { FormContext } from '../../../app/catalogue/form.ts';
import { FORM_ERRORS } from '../../../app/catalogue/form-errors.ts';
import type { Draft, DraftReview } from '../../../app/desk/draft.ts';
import { Check, ChoiceField } from '../../ui/choice-field.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { FormGrid, ProblemList } from '../../ui/form-grid.tsx';
import { type I18n, useI18n, withoutIsolates } from '../../ui/i18n.tsx';
import { LOCALES } from '../../ui/locale.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { TextAreaField } from '../../ui/text-field.tsx';
import { LANGUAGE_NAMES } from '../desk-settings/language-choice.tsx';
import { AnswerList } from '../shared/answer-list.tsx';
import { say, sayFilled } from '../shared/texts.ts';
import { documentId } from './document-row.tsx';
import { partId } from './field-id.ts';
import { DOCUMENTS } from './steps.ts';
import type { DraftEditor } from './use-draft-editor.ts';

export interface ReviewPageProps {
  readonly editor: DraftEditor;
  readonly review: DraftReview | undefined;
  readonly context: FormContext;
  /** @param place the id of what takes the focus there */
  readonly onGo: (page: string, place: string | null) => void;
}

export function ReviewPage({ editor, review, context, onGo }: ReviewPageProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { draft } = editor;
  const problems = (review?.issues ?? []).map((issue) => issueLine(issue, draft, i18n));
  return (
    <>
      <PageHead title={t('desk.review.title')} note={say(i18n, draft.definition.title)} />
      <div className="review">
        {review && problems.length > 0 && (
          <ProblemList
            title={t('desk.review.issues')}
            problems={problems}
            onGo={(place) => {
              const page = problems.find(({ field }) => field === place)?.page;
              if (page !== undefined) onGo(page, place);
            }}
          />
        )}
        {review && problems.length === 0 && (
          <p className="review-fine" role="status">
            {t('desk.review.fine')}
          </p>
        )}
        {review && <MissingDocuments review={review} draft={draft} />}
        <ReviewChoices editor={editor} />
        <AnswerList
          definition={draft.definition}
          answers={draft.answers}
          mission={context.mission}
          onChange={(page) => onGo(page, null)}
          changeLabel={t('desk.review.change')}
        />
        <AttachedDocuments draft={draft} />
      </div>
    </>
  );
}

function issueLine(issue: DraftReview['issues'][number], draft: Draft, i18n: I18n) {
  if (issue.page === 'documents') return documentLine(issue, draft, i18n);
  const field = allFields(draft.definition).find((one) => one.field.code === issue.field)?.field;
  const rule = draft.definition.rules.find(({ code }) => code === issue.code);
  const page = draft.definition.pages.find(({ code }) => code === issue.page);
  const texts = rule?.text ?? (isFormError(issue.code) ? FORM_ERRORS[issue.code] : undefined);
  const text = texts
    ? sayFilled(i18n, texts, issue.values)
    : (i18n.lookUp(`errors.${issue.code}.fact`, issue.values) ?? issue.code);
  const label = field ? labelOf(field, issue.part, i18n) : page ? say(i18n, page.title) : issue.page;
  return { page: issue.page, field: field ? partId(field, issue.part) : issue.page, label, text };
}

/** « Enfants, Enfant 2, Date de naissance »: the question, and the part of it that is meant. */
function labelOf(field: Field, part: string | undefined, i18n: I18n): string {
  const own = say(i18n, field.label);
  const within = (inner: string) => withoutIsolates(i18n.t('desk.review.within', { outer: own, inner }));
  if (part === undefined) return own;
  if (field.type === 'authority') return within(i18n.lookUp(`desk.authority.${part}`) ?? part);
  if (field.type !== 'group') return own;
  const [n = '', code, ...rest] = part.split('/');
  const item = i18n.t('desk.group.item', { item: say(i18n, field.item), n: Number(n) + 1 });
  const asked = field.fields.find((one) => one.code === code);
  const inner = asked && labelOf(asked, rest.length > 0 ? rest.join('/') : undefined, i18n);
  return within(inner ? i18n.t('desk.review.within', { outer: item, inner }) : item);
}

function documentLine({ field, code, values }: DraftReview['issues'][number], draft: Draft, i18n: I18n) {
  const asked = draft.definition.documents.find((one) => one.code === field);
  return {
    page: DOCUMENTS,
    field: documentId(field ?? ''),
    label: asked ? say(i18n, asked.title) : (field ?? ''),
    text: i18n.lookUp(`errors.${code}.fact`, values) ?? code,
  };
}

const isFormError = (code: string): code is keyof typeof FORM_ERRORS => Object.hasOwn(FORM_ERRORS, code);

function MissingDocuments({ review, draft }: { readonly review: DraftReview; readonly draft: Draft }) {
  const i18n = useI18n();
  const { t } = i18n;
  if (review.missingDocuments.length === 0) return null;
  return (
    <section className="review-missing">
      <h2 className="section">{t('desk.review.missing')}</h2>
      <ul>
        {review.missingDocuments.map(({ document, dueBy }) => {
          const asked = draft.definition.documents.find(({ code }) => code === document);
          const title = asked ? say(i18n, asked.title) : document;
          return (
            <li key={document}>{t('desk.review.missing-line', { title, date: i18n.shortDate(dueBy) })}</li>
          );
        })}
      </ul>
      <p className="help">{t('desk.review.missing-note')}</p>
    </section>
  );
}

function ReviewChoices({ editor }: { readonly editor: DraftEditor }) {
  const { t } = useI18n();
  const { draft } = editor;
  const urgent = draft.urgentReason !== null;
  return (
    <FormGrid label={t('desk.review.title')}>
      <ChoiceField
        id="applicant-language"
        span={3}
        label={t('desk.review.language')}
        value={draft.language}
        onChange={(language) => editor.change({ language })}
        choices={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
      <div className="span-3 review-urgent">
        <Check
          label={t('desk.review.urgent')}
          checked={urgent}
          onChange={(checked) => editor.change({ urgentReason: checked ? '' : null })}
        />
      </div>
      {urgent && (
        <TextAreaField
          id="urgent-reason"
          label={t('desk.review.urgent-reason')}
          rows={2}
          value={draft.urgentReason ?? ''}
          onChange={(urgentReason) => editor.change({ urgentReason })}
          message={
            draft.urgentReason?.trim() === ''
              ? { tone: 'help', text: t('desk.review.urgent-missing') }
              : undefined
          }
        />
      )}
    </FormGrid>
  );
}

function AttachedDocuments({ draft }: { readonly draft: Draft }) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <section>
      <h2 className="section">{t('desk.review.documents')}</h2>
      {draft.evidence.length === 0 ? (
        <p className="text-2">{t('desk.review.no-documents')}</p>
      ) : (
        <DefinitionList
          items={draft.evidence.map((one) => {
            const asked = draft.definition.documents.find(({ code }) => code === one.document);
            return {
              key: one.id,
              term: asked ? say(i18n, asked.title) : one.document,
              value: [one.label, i18n.bytes(one.bytes)].filter(Boolean).join(', '),
            };
          })}
        />
      )}
    </section>
  );
}
