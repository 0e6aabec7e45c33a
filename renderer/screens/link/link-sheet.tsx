/** F8: the link panel over whatever screen is open. */
import { useI18n } from '../../ui/i18n.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useWorkspace } from '../app/workspace.tsx';
import { LinkPanel, useLinkActions } from './link-panel.tsx';

export function LinkSheet() {
  const { t } = useI18n();
  const { link, over, open } = useWorkspace();
  const { said, buttons } = useLinkActions(link);
  const close = () => open(null);
  return (
    <Sheet title={t('desk.link.title')} isOpen={over === 'link'} onClose={close} actions={buttons}>
      {said}
      {link && <LinkPanel link={link} onLeave={close} />}
    </Sheet>
  );
}
