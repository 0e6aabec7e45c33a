/**
 * Which commands work here, now. A screen registers handlers with `useCommands`; the newest one wins, so a sheet
 * takes Escape from the screen beneath it. The foot, the `?` help and Ctrl+K show what is registered, nothing else.
 */
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { COMMANDS, type Command, type CommandId, type KeyContext, type KeyPress, matchKey } from './keys.ts';

export interface CommandUse {
  /** Returns false to let the press go on to what is beneath. */
  run(detail: { digit?: number }): unknown;
  /** What the command does here, in the officer's language; the table's general word otherwise. */
  readonly label?: string | undefined;
  readonly disabled?: boolean | undefined;
  /** Works, but is not worth a place in the foot. */
  readonly quiet?: boolean | undefined;
}

export type CommandUses = Partial<Readonly<Record<CommandId, CommandUse | (() => unknown)>>>;

export interface ActiveCommand {
  readonly command: Command;
  readonly use: CommandUse;
}

interface Layer {
  readonly key: string;
  readonly read: () => CommandUses;
  /** Commands registered beneath it rest, but for those of {@link ALWAYS}. */
  readonly barrier: boolean;
}

/** What a sheet never covers: leaving the desk, blanking the applicant's screen, keeping a draft, help. */
const ALWAYS: ReadonlySet<CommandId> = new Set([
  'lock',
  'switch-officer',
  'show-applicant',
  'keep-draft',
  'keys',
  'next-region',
  'previous-region',
]);

/** The stack of registered layers. One for each window. */
export class CommandRegistry {
  readonly #layers: Layer[] = [];
  readonly #listeners = new Set<() => void>();
  #snapshot: readonly ActiveCommand[] = [];
  singleKeysOff = false;

  add(layer: Layer): () => void {
    this.#layers.push(layer);
    this.changed();
    return () => {
      this.#layers.splice(this.#layers.indexOf(layer), 1);
      this.changed();
    };
  }

  /** Called when a layer's labels or its set of commands have changed. */
  changed(): void {
    this.#snapshot = COMMANDS.flatMap((command) => {
      const use = this.#uses(command.id)[0];
      return use && !use.disabled ? [{ command, use }] : [];
    });
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly active = (): readonly ActiveCommand[] => this.#snapshot;

  /** Runs what the press means; true when something took it. */
  press(press: KeyPress, context: Omit<KeyContext, 'singleKeysOff'>): boolean {
    return matchKey(press, { ...context, singleKeysOff: this.singleKeysOff }).some(({ command, digit }) =>
      this.run(command.id, digit === undefined ? {} : { digit }),
    );
  }

  run(id: CommandId, detail: { digit?: number } = {}): boolean {
    return this.#uses(id).some((use) => !use.disabled && use.run(detail) !== false);
  }

  #uses(id: CommandId): readonly CommandUse[] {
    const barrier = ALWAYS.has(id) ? -1 : this.#layers.findLastIndex((layer) => layer.barrier);
    return this.#layers
      .slice(Math.max(0, barrier))
      .map((layer) => layer.read()[id])
      .reverse()
      .flatMap((use) => (use === undefined ? [] : [typeof use === 'function' ? { run: use } : use]));
  }
}

const RegistryContext = createContext<CommandRegistry>(new CommandRegistry());
export const useCommandRegistry = (): CommandRegistry => useContext(RegistryContext);

const TEXT_INPUTS =
  'input:not([type=checkbox],[type=radio],[type=button],[type=file],[type=range]),textarea,[contenteditable=true]';

function contextOf(target: EventTarget | null): Omit<KeyContext, 'singleKeysOff'> {
  const element = target instanceof Element ? target : null;
  return {
    inText: element?.closest(TEXT_INPUTS) !== null && element !== null,
    onControl:
      element !== null &&
      element.closest('button,a[href],select,input,summary,[role=option],[role=radio]') !== null,
  };
}

export interface CommandProviderProps {
  /** One-letter commands switched off by the officer (WCAG 2.1.4). */
  readonly singleKeysOff?: boolean;
  readonly children: ReactNode;
}

/** Listens on the document; wrap the application in it once. */
export function CommandProvider({ singleKeysOff = false, children }: CommandProviderProps) {
  const [registry] = useState(() => new CommandRegistry());
  useEffect(() => {
    registry.singleKeysOff = singleKeysOff;
  }, [registry, singleKeysOff]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      // A key that is held down confirms once: what comes next is looked at first.
      if (event.repeat && event.ctrlKey && event.key === 'Enter') return event.preventDefault();
      const press: KeyPress = {
        key: event.key,
        code: event.code,
        ctrlKey: event.ctrlKey,
        altKey: event.altKey,
        shiftKey: event.shiftKey,
        metaKey: event.metaKey,
        altGraph: event.getModifierState('AltGraph'),
        composing: event.isComposing,
      };
      if (registry.press(press, contextOf(event.target))) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [registry]);
  return <RegistryContext.Provider value={registry}>{children}</RegistryContext.Provider>;
}

const shape = (uses: CommandUses): string =>
  Object.entries(uses)
    .map(([id, use]) =>
      typeof use === 'function' ? id : `${id}|${use?.label}|${use?.disabled}|${use?.quiet}`,
    )
    .join();

/** Registers handlers while the component is on screen. Handlers may be new at each render. */
export function useCommands(uses: CommandUses, options: { readonly barrier?: boolean } = {}): void {
  const registry = useCommandRegistry();
  const key = useId();
  const latest = useRef(uses);
  const current = shape(uses);
  useLayoutEffect(() => {
    latest.current = uses;
  });
  const barrier = options.barrier ?? false;
  useLayoutEffect(() => registry.add({ key, barrier, read: () => latest.current }), [registry, key, barrier]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape says when the list on screen must change
  useLayoutEffect(() => registry.changed(), [registry, current]);
}

/** What works now, in the order of the table. */
export function useActiveCommands(): readonly ActiveCommand[] {
  const registry = useCommandRegistry();
  return useSyncExternalStore(registry.subscribe, registry.active);
}

/** The active commands that have a place in the foot, in its order. */
export function useFootCommands(): readonly ActiveCommand[] {
  const active = useActiveCommands();
  return useMemo(
    () =>
      active
        .filter(({ command, use }) => command.foot !== undefined && !use.quiet)
        .sort((a, b) => (a.command.foot ?? 0) - (b.command.foot ?? 0)),
    [active],
  );
}
