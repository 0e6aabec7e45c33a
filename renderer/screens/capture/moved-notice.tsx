/**
 * Above a draft whose service has changed since it was opened: what that means for this draft, and the officer's choice.
 * Nothing moves before they have confirmed it, and the draft can be finished as it is.
 */
import type { Field } from '../../../app/catalogue/fields.ts';
import type { NamedDifference } from '../../../app/catalogue/move-draft.ts';
import type { Draft, DraftMove } from '../../../app/desk/draft.ts';
import { Button } from '../../ui/button.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { localDay } from '../../ui/format.ts';
import { type I18n, useI18n } from '../../ui/i18n.tsx';
import { useAction, useDesk } from '../app/desk-context.tsx';
import { answerText } from '../shared/answer-text.ts';
import { say } from '../shared/texts.ts';
import './moved-notice.css';

export interface MovedNoticeProps {
  readonly draft: Draft;
  /** stores what was typed: it is what moves */
  readonly flush: () => Promise<void>;
  /** the draft is another one now */
  readonly onChanged: () => void;
}

export function MovedNotice({ draft, flush, onChanged }: MovedNoticeProps) {
  const { move } = draft;
  return (
    <>
      {move && !move.declined && <Offer draft={draft} move={move} flush={flush} onChanged={onChanged} />}
      {(draft.setAside.length > 0 || draft.filesAside > 0) && <Aside draft={draft} />}
    </>
  );
}

function Offer({ draft, move, flush, onChanged }: MovedNoticeProps & { readonly move: DraftMove }) {
  const i18n = useI18n();
  const { t } = i18n;
  const desk = useDesk();
  const action = useAction();
  const choose = (method: 'moveDraft' | 'keepDraftAsItIs') =>
    void action.run(async () => {
      await flush();
      await desk[method](draft.id, move.to);
      onChanged();
    });
  const facts = {
    n: move.n,
    from: move.from,
    day: i18n.shortDate(localDay(Date.parse(move.issuedAt))),
  };
  return (
    <section className="moved" aria-label={t('desk.moved.region')}>
      <p>
        <strong>{t(move.offered ? 'desk.moved.changed' : 'desk.moved.gone', facts)}</strong>{' '}
        {t(move.offered ? 'desk.moved.as-it-is' : 'desk.moved.finish')}
      </p>
      {move.offered && (
        <details>
          <summary>{t('desk.moved.what', { n: linesOf(move, i18n).length })}</summary>
          <ul>
            {linesOf(move, i18n).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
      {move.lost.length > 0 && (
        <p>{t('desk.moved.lost', { n: move.lost.length, names: names(move.lost, i18n) })}</p>
      )}
      <p className="moved-keys">
        {move.offered && (
          <Button size="small" onPress={() => choose('moveDraft')} disabled={action.busy}>
            {t('desk.moved.move', { n: move.n })}
          </Button>
        )}
        <Button size="small" onPress={() => choose('keepDraftAsItIs')} disabled={action.busy}>
          {t('desk.moved.keep', { from: move.from })}
        </Button>
      </p>
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
    </section>
  );
}

/** What the draft has kept and its service does not ask for: in sight until it is sealed. */
function Aside({ draft: { setAside, filesAside } }: { readonly draft: Draft }) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <section className="moved" aria-label={t('desk.moved.aside-region')}>
      <details>
        <summary>{t('desk.moved.aside', { n: setAside.length + filesAside })}</summary>
        <DefinitionList
          items={setAside.map(({ field, answer }) => {
            const said = answerText(field, answer, i18n);
            return {
              key: field.code,
              term: say(i18n, field.label),
              value: said?.text ?? t('desk.value.unanswered'),
              ltr: said?.ltr,
            };
          })}
        />
        {filesAside > 0 && <p>{t('desk.moved.files-aside', { n: filesAside })}</p>}
      </details>
    </section>
  );
}

const names = (fields: readonly Field[], i18n: I18n): string =>
  fields.map(({ label }) => say(i18n, label)).join(i18n.locale === 'ar' ? '، ' : ', ');

const NAMED = ['questions', 'documents'] as const;
const WHATS = ['added', 'removed', 'changed'] as const;
const isNamed = (part: NamedDifference['part']): boolean => NAMED.some((one) => one === part);

/** One line a kind of change: questions and documents by name, of the rest only what has changed. */
function linesOf(move: DraftMove, i18n: I18n): readonly string[] {
  const { t } = i18n;
  const list = (all: readonly string[]) => all.join(i18n.locale === 'ar' ? '، ' : ', ');
  const named = NAMED.flatMap((part) =>
    WHATS.flatMap((what) => {
      const found = move.changes.filter((one) => one.part === part && one.what === what);
      const labels = found.flatMap(({ label }) => (label ? [say(i18n, label)] : []));
      return labels.length === 0 ? [] : [t(`desk.moved.${part}-${what}`, { names: list(labels) })];
    }),
  );
  // Where questions come and go their pages change with them: no news.
  const isPlain = move.changes.every(({ part }) => part !== 'questions');
  const others = move.changes.flatMap(({ part }) =>
    isNamed(part) || (part === 'pages' && !isPlain) ? [] : [part],
  );
  const words = [...new Set(others)].map((part) =>
    t(`desk.moved.part.${part === 'service' ? 'rest' : part}`),
  );
  return [
    ...named,
    ...(words.length > 0 ? [t('desk.moved.other', { names: list(words) })] : []),
    ...(move.toReview.length > 0 ? [t('desk.moved.review', { names: names(move.toReview, i18n) })] : []),
    ...(move.filesLost > 0 ? [t('desk.moved.files', { n: move.filesLost })] : []),
    ...(move.feeAgain ? [t('desk.moved.fee')] : []),
  ];
}
