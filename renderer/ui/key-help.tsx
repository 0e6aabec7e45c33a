import { useState } from 'react';
import { useActiveCommands } from './commands.tsx';
import { useI18n } from './i18n.tsx';
import { KeyHint } from './key-hint.tsx';
import { Sheet } from './sheet.tsx';

export interface KeyHelpProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** `?`: the keys of this screen, all of them. */
export function KeyHelp({ isOpen, onClose }: KeyHelpProps) {
  const { t } = useI18n();
  return (
    <Sheet title={t('ui.keys.title')} isOpen={isOpen} onClose={onClose}>
      <KeyList />
    </Sheet>
  );
}

function KeyList() {
  const { t } = useI18n();
  const active = useActiveCommands();
  const [beneath] = useState(() => active.filter(({ command }) => command.chords.length > 0));
  return (
    <dl className="key-list">
      {beneath.map(({ command, use }) => {
        const [first] = command.chords;
        const last = command.chords.at(-1);
        return (
          <div key={command.id}>
            <dt>
              {first && <KeyHint chord={first} />}
              {last && last !== first && (
                <>
                  –<KeyHint chord={last} />
                </>
              )}
            </dt>
            <dd>{use.label ?? t(command.label)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
