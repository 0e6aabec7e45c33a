/**
 * What may lie over any screen: search, keys, link. They stand beside the screens and not in them: a page that comes while
 * somebody types a name must not take the name away.
 */
import { KeyHelp } from '../../ui/key-help.tsx';
import { LinkSheet } from '../link/link-sheet.tsx';
import { Search } from './search.tsx';
import { useWorkspace } from './workspace.tsx';

export function Overlays() {
  const { over, open } = useWorkspace();
  return (
    <>
      <Search />
      <KeyHelp isOpen={over === 'keys'} onClose={() => open(null)} />
      <LinkSheet />
    </>
  );
}
