/** The foot of a review: what is left, what can be done. « Accorder » is violet: it seals. */
import type { DossierView } from '../../../../app/desk/dossier-view.ts';
import { Button } from '../../../ui/button.tsx';
import { useCommands } from '../../../ui/commands.tsx';
import { ErrorLine } from '../../../ui/error-line.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { BottomBar } from '../../../ui/page-head.tsx';
import { CompetingActs } from '../../shared/competing-acts.tsx';
import { LeftToDo, obstacleText } from './left-to-do.tsx';
import type { Review } from './use-review.ts';

export interface ReviewBarProps {
  readonly view: DossierView;
  readonly review: Review;
}

export function ReviewBar({ view, review }: ReviewBarProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { left, kind, action } = review;
  const may = (...kinds: DossierView['allowed']) => kinds.some((one) => view.allowed.includes(one));
  const ready = left.length === 0 && !action.busy;
  useCommands({
    primary: { run: review.approve, label: t(`central.do.${kind}`), disabled: !ready },
    complement: { run: () => review.open('complement'), disabled: !may('information-requested') },
  });
  const decidable = may('approved', 'refused', 'countersigned', 'information-requested');
  return (
    <>
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
      <CompetingActs view={view} acts={review.competing} />
      <LeftToDo
        obstacles={left}
        view={view}
        onTake={review.taken ? review.take : undefined}
        onRead={review.changed ? review.read : undefined}
      />
      {decidable && (
        <BottomBar
          start={
            <>
              {may('information-requested') && (
                <Button onPress={() => review.open('complement')}>{t('central.do.complement')}</Button>
              )}
              {may('refused') && (
                <Button onPress={() => review.open('refusal')}>{t('central.do.refuse')}</Button>
              )}
              {may('countersignature-declined') && (
                <Button onPress={() => review.open('decline')}>{t('central.do.decline')}</Button>
              )}
            </>
          }
        >
          <Button
            kind="seal"
            onPress={review.approve}
            disabled={!ready}
            title={left[0] && obstacleText(left[0], view, i18n)}
          >
            {t(`central.do.${kind}`)}
          </Button>
        </BottomBar>
      )}
    </>
  );
}
