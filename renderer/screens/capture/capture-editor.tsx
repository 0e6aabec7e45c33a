import { type ReactNode, useEffect, useState } from 'react';
import type { Field } from '../../../app/catalogue/fields.ts';
import { visibleForm } from '../../../app/catalogue/form.ts';
import type { Draft, DraftReview } from '../../../app/desk/draft.ts';
import type { SealOutcome } from '../../../app/desk/seal-outcome.ts';
import { filledForm } from '../../print/form-pages.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { Plan } from '../../ui/plan.tsx';
import { useAction, useDesk, useSession, useWorkplace } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { goBack, navigate } from '../app/route.ts';
import { FormPrinting } from '../shared/form-printing.tsx';
import { provenanceText, say } from '../shared/texts.ts';
import { DocumentsPage } from './documents-page.tsx';
import { FeePage } from './fee-page.tsx';
import { focusField } from './focus-field.ts';
import { FormPage, type PageProblem } from './form-page.tsx';
import { KeptNote } from './kept-note.tsx';
import { ReviewPage } from './review-page.tsx';
import { SealSheet } from './seal-sheet.tsx';
import { SideHelp } from './side-help.tsx';
import { DOCUMENTS, FEE, REVIEW, stepsOf } from './steps.ts';
import { useDraftEditor } from './use-draft-editor.ts';
import './capture.css';

const NO_PROBLEMS: readonly PageProblem[] = [];

export interface CaptureEditorProps {
  readonly first: Draft;
  readonly page: string | null;
  /** above every page of the draft */
  readonly notice?: (flush: () => Promise<void>) => ReactNode;
  readonly onSealed: (outcome: SealOutcome, draft: Draft) => void;
}

export function CaptureEditor({ first, page, notice, onSealed }: CaptureEditorProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const desk = useDesk();
  const { now } = useSession();
  const { officer } = useWorkplace();
  const editor = useDraftEditor(first);
  const action = useAction();
  const [field, setField] = useState<Field | null>(null);
  const [problems, setProblems] = useState<readonly PageProblem[]>([]);
  const [review, setReview] = useState<DraftReview | undefined>(undefined);
  const [sealing, setSealing] = useState(false);
  const [printing, setPrinting] = useState(false);
  const { draft } = editor;
  const context = {
    today: localDay(now()),
    ...(officer.mission === 'CENTRAL' ? {} : { mission: officer.mission }),
  };
  const form = visibleForm(draft.definition, draft.answers, context);
  const wanted = page ?? draft.page ?? form.pages[0]?.page.code ?? REVIEW;
  const steps = stepsOf(draft, form, context, wanted, i18n);
  const at = Math.max(
    0,
    steps.findIndex(({ key }) => key === wanted),
  );
  const current = steps[at]?.key ?? REVIEW;
  const visible = form.pages.find((one) => one.page.code === current);

  const go = (key: string | undefined) => {
    if (key === undefined || key === current) return;
    endTyping();
    setField(null);
    editor.change({ page: key });
    navigate({ name: 'draft', id: draft.id, page: key }, true);
  };
  const readReview = () =>
    action.run(async () => {
      await editor.flush();
      const found = await desk.reviewDraft(draft.id);
      setReview(found);
      return found;
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when the page is opened, not at each key
  useEffect(() => {
    if (current === REVIEW) void readReview();
  }, [current]);
  const reviewing = current === REVIEW;
  const noReason = draft.urgentReason?.trim() === '';
  const sealable = review?.sealable === true && !noReason;
  const goOn = async () => {
    if (!reviewing) return go(steps[at + 1]?.key);
    const found = await readReview();
    if (found?.sealable && !noReason) setSealing(true);
    else document.querySelector<HTMLElement>(noReason ? '#urgent-reason' : '.problems button')?.focus();
  };
  const toVisit = () => {
    endTyping();
    void editor.flush().then(
      () => navigate({ name: 'visit', id: draft.id }),
      () => {},
    );
  };
  const leave = () => {
    endTyping();
    void editor.flush().then(
      () => goBack({ name: 'drafts' }),
      () => {},
    );
  };
  useCommands({
    primary: { run: () => void goOn(), label: t(reviewing ? 'desk.review.seal' : 'desk.capture.continue') },
    'next-page': () => go(steps[at + 1]?.key),
    'previous-page': () => go(steps[at - 1]?.key),
    'keep-draft': () => void editor.flush().catch(() => {}),
    back: { run: leave, label: t('desk.capture.leave') },
    print: { run: () => setPrinting(true), label: t('desk.form.print') },
    assistant: () => void editor.flush().finally(() => navigate({ name: 'services', about: draft.service })),
    'add-document': { run: () => go(DOCUMENTS), label: t('desk.docs.add') },
  });
  const pageHelp = visible?.page.help && {
    title: say(i18n, visible.page.title),
    text: say(i18n, visible.page.help.text),
    source: provenanceText(i18n, visible.page.help),
  };
  return (
    <Frame
      layout={{
        kind: 'capture',
        plan: <Plan steps={steps} current={current} onGo={go} />,
        side: (
          <SideHelp
            draft={draft}
            field={field}
            problems={visible ? problems : NO_PROBLEMS}
            pageHelp={pageHelp ?? null}
          />
        ),
      }}
      current="drafts"
      bar={
        <BottomBar note={<KeptNote keeping={editor.keeping} />}>
          {(reviewing || draft.inVisit) && <Button onPress={toVisit}>{t('desk.visit.open')}</Button>}
          {reviewing && <Button onPress={() => setPrinting(true)}>{t('desk.form.print')}</Button>}
          {at > 0 && <Button onPress={() => go(steps[at - 1]?.key)}>{t('desk.capture.previous')}</Button>}
          <Button kind="primary" onPress={() => void goOn()} disabled={reviewing && !review}>
            {t(reviewing ? 'desk.review.seal' : 'desk.capture.continue')}
          </Button>
        </BottomBar>
      }
    >
      {notice?.(editor.flush)}
      {visible && (
        <>
          <PageHead title={say(i18n, visible.page.title)} note={say(i18n, draft.definition.title)} />
          <FormPage
            key={visible.page.code}
            editor={editor}
            visible={visible}
            context={context}
            onFocusField={setField}
            onProblems={setProblems}
            onEnd={() => document.querySelector<HTMLElement>('.bottom-bar .button-primary')?.focus()}
          />
        </>
      )}
      {current === DOCUMENTS && <DocumentsPage editor={editor} context={context} />}
      {current === FEE && <FeePage editor={editor} context={context} />}
      {reviewing && (
        <ReviewPage
          editor={editor}
          review={review}
          context={context}
          onGo={(key, place) => {
            go(key);
            if (place !== null) focusField(place);
          }}
        />
      )}
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
      <FormPrinting
        isOpen={printing}
        onClose={() => setPrinting(false)}
        saveAs={null}
        language={draft.language}
        pages={(sheet) => filledForm(draft.definition, draft.answers, draft.evidence, context, sheet)}
      />
      {review && (
        <SealSheet
          draft={draft}
          review={review}
          isOpen={sealing && sealable}
          onClose={() => setSealing(false)}
          onSealed={(outcome) => onSealed(outcome, draft)}
        />
      )}
    </Frame>
  );
}

/** A field that is left says so before its page goes: what stands in it becomes its answer. */
function endTyping(): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement) activeElement.blur();
}
