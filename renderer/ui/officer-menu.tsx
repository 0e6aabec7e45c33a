import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Bdi } from './bdi.tsx';
import { useCommandRegistry } from './commands.tsx';
import { useI18n } from './i18n.tsx';
import { KeyHint } from './key-hint.tsx';
import { COMMANDS, type CommandId } from './keys.ts';

/** How an officer leaves the desk: to another, or to nobody. */
const WAYS: readonly CommandId[] = ['switch-officer', 'lock'];

/** Who is at the desk, in the top bar; pressing the name shows the ways to leave, with their keys. */
export function OfficerMenu({ officer }: { readonly officer: string }) {
  const { t } = useI18n();
  const registry = useCommandRegistry();
  return (
    <MenuTrigger>
      <Button className="top-officer">
        <span className="visually-hidden">{t('ui.officer')} </span>
        <Bdi>{officer}</Bdi>
      </Button>
      <Popover className="popover" placement="bottom end" offset={4}>
        <Menu
          className="listbox"
          aria-label={t('ui.officer')}
          onAction={(id) => registry.run(id as CommandId)}
        >
          {COMMANDS.filter(({ id }) => WAYS.includes(id)).map(({ id, label, chords: [chord] }) => (
            <MenuItem key={id} id={id} className="option" textValue={t(label)}>
              <span>{t(label)}</span>
              {chord && <KeyHint chord={chord} />}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
