/** Liaison as a screen of its own; the same panel that F8 opens. */
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { Frame } from '../app/frame.tsx';
import { useWorkspace } from '../app/workspace.tsx';
import { LinkPanel, useLinkActions } from './link-panel.tsx';

export function LinkScreen() {
  const { t } = useI18n();
  const { link } = useWorkspace();
  const { said, buttons } = useLinkActions(link);
  return (
    <Frame current="link" bar={<BottomBar>{buttons}</BottomBar>}>
      <PageHead title={t('desk.link.title')} />
      <div className="link-screen">
        {said}
        {link && <LinkPanel link={link} />}
      </div>
    </Frame>
  );
}
