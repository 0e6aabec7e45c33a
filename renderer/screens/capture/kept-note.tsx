import { useI18n } from '../../ui/i18n.tsx';
import type { Keeping } from './use-draft-editor.ts';

/** « Brouillon gardé à 10:41:07 »: when it was last stored, never a promise. */
export function KeptNote({ keeping }: { readonly keeping: Keeping }) {
  const { t, time } = useI18n();
  switch (keeping.state) {
    case 'kept':
      return t('desk.capture.kept', { time: time(keeping.at, true) });
    case 'keeping':
      return t('desk.capture.keeping');
    case 'failed':
      return <span className="kept-failed">{t('desk.capture.not-kept')}</span>;
  }
}
