/** The mark that the strip of a decision shows too (app/acts/file-mark.ts): for the eye, beside the reference. */
import { fileMark } from '../../../app/acts/file-mark.ts';
import type { DossierId } from '../../../app/acts/ids.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { useI18n } from '../../ui/i18n.tsx';

export function FileMark({ id }: { readonly id: DossierId }) {
  const { t } = useI18n();
  return (
    <span className="file-mark">
      {t('desk.dossier.mark')}{' '}
      <span className="file-mark-text">
        <Bdi ltr>{fileMark(id)}</Bdi>
      </span>
    </span>
  );
}
