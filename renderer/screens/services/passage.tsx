/** A passage of the catalogue, in its own words: which service and part, each line with its source or its mark. */
import type { Money } from '../../../app/acts/bodies.ts';
import type { QuotedLine } from '../../../app/assistant/quote.ts';
import type { Section } from '../../../app/assistant/ways.ts';
import type { Passage } from '../../../app/desk/assistant.ts';
import type { Language } from '../../../app/desk/language.ts';
import { type I18n, useI18n } from '../../ui/i18n.tsx';
import type { MessageKey } from '../../ui/messages.ts';
import { provenanceText } from '../shared/texts.ts';

export interface PassageCardProps {
  readonly passage: Passage;
  /** in which the question was asked: the quotation is in it too */
  readonly language: Language;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onOpen: () => void;
}

export function PassageCard({ passage, language, isChosen, onChoose, onOpen }: PassageCardProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { section, lines, title } = passage;
  return (
    <li>
      <button
        type="button"
        className="passage"
        aria-current={isChosen ? 'true' : undefined}
        onFocus={onChoose}
        onClick={onChoose}
        onDoubleClick={onOpen}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey) return;
          event.preventDefault();
          onOpen();
        }}
      >
        <span className="passage-head">
          <span className="passage-title" lang={language} dir="auto">
            {title[language]}
          </span>
          <span className="passage-section">{t(`services.section.${section}`)}</span>
        </span>
        {lines.length === 0 && (
          <span className="passage-line">{t(NOTHING[section] ?? 'services.nothing')}</span>
        )}
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a quotation does not change while it stands
          <span className="passage-line" key={at}>
            <span lang={line.text ? language : undefined} dir="auto">
              {lineText(line, language, i18n)}
            </span>
            {line.conditional && <span className="passage-when">{t('services.conditional')}</span>}
            <Provenance line={line} />
          </span>
        ))}
      </button>
    </li>
  );
}

function amountText(amount: Money | null, i18n: I18n): string {
  if (amount === null) return i18n.t('desk.new.fee-unknown');
  return amount.amount === 0 ? i18n.t('desk.new.fee-free') : i18n.money(amount.amount, amount.currency);
}

/** What an empty list says. */
const NOTHING: Partial<Record<Section, MessageKey>> = {
  fee: 'desk.new.fee-free',
  documents: 'services.nothing-to-bring',
  prerequisites: 'services.nothing-before',
};

function Provenance({ line }: { readonly line: QuotedLine }) {
  const i18n = useI18n();
  const said = provenanceText(i18n, line);
  return said === undefined ? null : <span className="passage-source">{said}</span>;
}

function lineText(line: QuotedLine, language: Language, i18n: I18n): string {
  const { t } = i18n;
  if (line.decidedBy) return t(`desk.new.decided.${line.decidedBy}`);
  if (line.days) return t(`desk.new.days.${line.days.count}`, { n: line.days.days });
  const text = line.text?.[language] ?? '';
  if (line.amount === undefined) return text;
  return t('services.fee-line', { label: text, amount: amountText(line.amount, i18n) });
}
