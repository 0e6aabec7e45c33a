/** « Refuser »: grounds from the service's list, the words for the applicant, the way of appeal. */
import { useState } from 'react';
import type { DossierView } from '../../../../app/desk/dossier-view.ts';
import { Button } from '../../../ui/button.tsx';
import { Check } from '../../../ui/choice-field.tsx';
import { useCommands } from '../../../ui/commands.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextAreaField } from '../../../ui/text-field.tsx';
import { say } from '../../shared/texts.ts';
import { type RefusalDraft, type RefusalProblem, refusalProblems } from './refusal.ts';

export interface RefusalSheetProps {
  readonly view: DossierView;
  readonly draft: RefusalDraft;
  /** the definition's way of appeal, in the applicant's language */
  readonly usualAppeal: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onChange: (draft: RefusalDraft) => void;
  readonly onRefuse: () => void;
}

export function RefusalSheet(props: RefusalSheetProps) {
  const { t } = useI18n();
  const [shown, setShown] = useState(false);
  const problems = refusalProblems(props.draft, props.usualAppeal);
  const refuse = () => {
    setShown(true);
    if (problems.length === 0) props.onRefuse();
  };
  return (
    <Sheet
      title={t('central.refusal.title')}
      isOpen={props.isOpen}
      lightDismiss={false}
      onClose={props.onClose}
      actions={
        <>
          <p className="sheet-said" role="status">
            {shown && problems[0] !== undefined && t(`central.refusal.left.${problems[0]}`)}
          </p>
          <Button onPress={props.onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="seal"
            onPress={refuse}
            disabled={problems.length > 0}
            title={problems[0] && t(`central.refusal.left.${problems[0]}`)}
          >
            {t('central.refuse.seal')}
          </Button>
        </>
      }
    >
      <RefusalForm {...props} problems={shown ? problems : []} onPrimary={refuse} />
    </Sheet>
  );
}

interface FormProps extends RefusalSheetProps {
  readonly problems: readonly RefusalProblem[];
  readonly onPrimary: () => void;
}

function RefusalForm({ view, draft, usualAppeal, onChange, problems, onPrimary }: FormProps) {
  const i18n = useI18n();
  const { t } = i18n;
  useCommands({ primary: { run: onPrimary, label: t('central.refuse.seal') } });
  const language = t(`central.language.${view.language}`);
  const message = (part: RefusalProblem) =>
    problems.includes(part)
      ? { message: { tone: 'bad' as const, text: t(`central.refusal.left.${part}`) } }
      : {};
  return (
    <>
      <fieldset className="grounds">
        <legend className="label">{t('central.refusal.grounds')}</legend>
        {(view.definition?.grounds ?? []).map(({ code, text }) => (
          <Check
            key={code}
            label={say(i18n, text)}
            checked={draft.grounds.includes(code)}
            onChange={(checked) =>
              onChange({
                ...draft,
                grounds: checked ? [...draft.grounds, code] : draft.grounds.filter((one) => one !== code),
              })
            }
          />
        ))}
        <p className="field-message grounds-message">
          {problems.includes('grounds') && t('central.refusal.left.grounds')}
        </p>
      </fieldset>
      <TextAreaField
        id="refusal-explanation"
        label={t('central.refusal.explanation', { language })}
        lang={view.language}
        rows={6}
        value={draft.explanation}
        onChange={(explanation) => onChange({ ...draft, explanation })}
        {...message('explanation')}
      />
      <TextAreaField
        id="refusal-appeal"
        label={t('central.refusal.appeal', { language })}
        lang={view.language}
        rows={3}
        value={draft.appeal ?? usualAppeal}
        onChange={(appeal) => onChange({ ...draft, appeal })}
        {...message('appeal')}
      />
    </>
  );
}
