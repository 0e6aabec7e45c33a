import { useI18n } from '../../ui/i18n.tsx';

/** So few tries left are said: before them a slip of the hand needs no alarm. */
const SAID_FROM = 3;

export const isSaid = (left: number | undefined): left is number =>
  left !== undefined && left > 0 && left <= SAID_FROM;

/** What one more refused secret may cost, where policy destroys slots; nothing while there is nothing to fear. */
export function TriesLeft({ left }: { readonly left: number | undefined }) {
  const { t } = useI18n();
  return (
    <p className="tries-left" role="status">
      {isSaid(left) && t('desk.unlock.tries-left', { n: left })}
    </p>
  );
}
