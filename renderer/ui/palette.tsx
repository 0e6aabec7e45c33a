import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { Bdi } from './bdi.tsx';
import { useActiveCommands, useCommandRegistry, useCommands } from './commands.tsx';
import { foldName } from './countries.ts';
import { useI18n } from './i18n.tsx';
import { KeyHint } from './key-hint.tsx';
import type { Chord, CommandId } from './keys.ts';

export interface SearchResult {
  readonly key: string;
  readonly label: string;
  readonly detail?: string | undefined;
}

export interface PaletteProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Called at each key with what is searched (not for `>` commands). */
  readonly onQuery: (query: string) => void;
  readonly results: readonly SearchResult[];
  readonly onChoose: (key: string) => void;
  /** « Rien pour “erikson”. Proche : ERIKSSON (2). » */
  readonly empty?: ReactNode;
}

interface Option extends SearchResult {
  readonly chord?: Chord | undefined;
  readonly run: () => void;
}

/** Ctrl+K: search everything; `>` lists the commands that work here, for laptops whose F-keys are volume keys. */
export function Palette({ isOpen, onClose, onQuery, results, onChoose, empty }: PaletteProps) {
  const { t } = useI18n();
  return (
    <ModalOverlay
      className="palette-overlay"
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="palette">
        <Dialog aria-label={t('ui.palette.title')} className="palette-dialog">
          <PaletteBox
            onClose={onClose}
            onQuery={onQuery}
            results={results}
            onChoose={onChoose}
            empty={empty}
          />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function useOptions(query: string, props: Omit<PaletteProps, 'isOpen'>): readonly Option[] {
  const { t } = useI18n();
  const registry = useCommandRegistry();
  // What works on the screen beneath: taken once, since the palette itself lays its own keys over it.
  const active = useActiveCommands();
  const [beneath] = useState(active);
  if (!query.startsWith('>')) {
    return props.results.map((result) => ({ ...result, run: () => props.onChoose(result.key) }));
  }
  const wanted = foldName(query.slice(1));
  return beneath
    .map(({ command, use }) => ({
      id: command.id as CommandId,
      label: use.label ?? t(command.label),
      chord: command.chords[0],
    }))
    .filter(
      (option) =>
        option.id !== 'document' && option.id !== 'search' && foldName(option.label).includes(wanted),
    )
    .map((option) => ({
      key: option.id,
      label: option.label,
      chord: option.chord,
      run: () => runLater(() => registry.run(option.id)),
    }));
}

/** After the palette has gone and the screen's own commands are on top again. */
const runLater = (run: () => void): void => {
  requestAnimationFrame(() => requestAnimationFrame(run));
};

function PaletteBox(props: Omit<PaletteProps, 'isOpen'>) {
  const { t } = useI18n();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const options = useOptions(query, props);
  useCommands({ back: props.onClose }, { barrier: true });
  useEffect(() => input.current?.focus(), []);
  const take = (option: Option | undefined) => {
    if (!option) return;
    props.onClose();
    option.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = options.length - 1;
    if (event.key === 'ArrowDown') setAt(Math.min(last, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter' && !event.ctrlKey) take(options[at]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        ref={input}
        className="input palette-input"
        role="combobox"
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={options[at] ? `${id}-${at}` : undefined}
        aria-label={t('ui.search')}
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
          if (!event.target.value.startsWith('>')) props.onQuery(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        className="listbox palette-list"
        role="listbox"
        id={`${id}-list`}
        aria-label={t('ui.palette.results')}
      >
        {options.map((option, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input holds the focus and its keys choose
          <div
            key={option.key}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            className="option"
            data-focused={i === at || undefined}
            onClick={() => take(option)}
          >
            <Bdi>{option.label}</Bdi>
            {option.chord ? (
              <KeyHint chord={option.chord} />
            ) : (
              <span className="option-end">{option.detail}</span>
            )}
          </div>
        ))}
      </div>
      {options.length === 0 && (
        <div className="listbox-empty">
          {query === ''
            ? t('ui.palette.hint')
            : query.startsWith('>')
              ? t('ui.palette.none')
              : (props.empty ?? '')}
        </div>
      )}
    </>
  );
}
