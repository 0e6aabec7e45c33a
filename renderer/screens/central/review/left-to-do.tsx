/** What is left before the file may be approved, in one line that always has its place: nothing moves when it empties. */
import type { BlobId } from '../../../../app/acts/ids.ts';
import type { DossierView } from '../../../../app/desk/dossier-view.ts';
import { Bdi } from '../../../ui/bdi.tsx';
import { Button } from '../../../ui/button.tsx';
import { type I18n, useI18n } from '../../../ui/i18n.tsx';
import { say } from '../../shared/texts.ts';
import { titleOf } from './documents.ts';
import type { Obstacle } from './readiness.ts';

/** One obstacle as a sentence. */
export function obstacleText(obstacle: Obstacle, view: DossierView, i18n: I18n): string {
  const { t } = i18n;
  const numbered = (blob: BlobId): string => {
    const at = view.documents.findIndex((one) => one.blob === blob);
    const found = view.documents[at];
    return found ? `${at + 1} ${titleOf(view, found, i18n)}` : '';
  };
  const listed = (names: readonly string[]): string => names.join(i18n.locale === 'ar' ? '، ' : ', ');
  switch (obstacle.kind) {
    case 'needs-update':
    case 'two-versions':
    case 'changed':
    case 'lodged-by-me':
    case 'not-allowed':
      return t(`central.left.${obstacle.kind}`);
    case 'taken':
      return t('central.left.taken', { name: obstacle.by ?? t('central.someone') });
    case 'not-provided':
      return t('central.left.not-provided', {
        list: listed(obstacle.documents.map(({ title }) => say(i18n, title))),
      });
    case 'on-its-way':
      return t('central.left.on-its-way', {
        list: listed(obstacle.documents.map(({ blob, bytes }) => `${numbered(blob)} (${i18n.bytes(bytes)})`)),
      });
    case 'not-displayed':
      return t('central.left.not-displayed', {
        list: listed(obstacle.documents.map(({ blob }) => numbered(blob))),
      });
    case 'checks':
      return t('central.left.checks', { n: obstacle.left });
  }
}

export interface LeftToDoProps {
  readonly obstacles: readonly Obstacle[];
  readonly view: DossierView;
  /** holds the file although another does */
  readonly onTake: (() => void) | undefined;
  /** has read what came since the file was displayed */
  readonly onRead: (() => void) | undefined;
}

export function LeftToDo({ obstacles, view, onTake, onRead }: LeftToDoProps) {
  const i18n = useI18n();
  return (
    <div className="left-to-do">
      <p role="status" id="left-to-do">
        {obstacles.length === 0
          ? i18n.t('central.left.nothing')
          : obstacles.map((one) => (
              <span key={one.kind} className="left-one">
                <Bdi>{obstacleText(one, view, i18n)}</Bdi>
              </span>
            ))}
      </p>
      {onRead && (
        <Button size="small" onPress={onRead}>
          {i18n.t('central.read-again')}
        </Button>
      )}
      {onTake && (
        <Button size="small" onPress={onTake}>
          {i18n.t('central.take')}
        </Button>
      )}
    </div>
  );
}
