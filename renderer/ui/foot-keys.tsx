import { Fragment } from 'react';
import { type ActiveCommand, useCommandRegistry, useFootCommands } from './commands.tsx';
import { useI18n } from './i18n.tsx';
import { KeyHint } from './key-hint.tsx';

/** The 28 px foot: the keys that work here, now. Each can be pressed with the mouse too. */
export function FootKeys() {
  const commands = useFootCommands();
  return (
    <footer className="foot">
      <div className="foot-start">
        {commands
          .filter((active) => !active.command.footEnd)
          .map((active) => (
            <FootKey key={active.command.id} active={active} />
          ))}
      </div>
      <div className="foot-end">
        {commands
          .filter((active) => active.command.footEnd)
          .map((active) => (
            <FootKey key={active.command.id} active={active} />
          ))}
      </div>
    </footer>
  );
}

function FootKey({ active: { command, use } }: { readonly active: ActiveCommand }) {
  const { t } = useI18n();
  const registry = useCommandRegistry();
  const [first] = command.chords;
  const last = command.chords.at(-1);
  return (
    <button
      type="button"
      tabIndex={-1}
      className="foot-key"
      onClick={() => registry.run(command.id, command.id === 'document' ? { digit: 1 } : {})}
    >
      {first && <KeyHint chord={first} />}
      {last && last !== first && (
        <Fragment>
          <span aria-hidden="true">–</span>
          <KeyHint chord={last} />
        </Fragment>
      )}
      <span>{use.label ?? t(command.label)}</span>
    </button>
  );
}
