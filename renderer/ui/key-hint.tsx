import { useI18n } from './i18n.tsx';
import type { Chord } from './keys.ts';
import type { MessageKey } from './messages.ts';

const NAMES: Readonly<Record<string, MessageKey>> = {
  Enter: 'ui.keys.enter',
  Escape: 'ui.escape',
  Space: 'ui.keys.space',
  PageUp: 'ui.keys.pageup',
  PageDown: 'ui.keys.pagedown',
};

/** The caps of a chord in the officer's language: `Ctrl K`, `Entrée`. */
export function useChordText(): (chord: Chord) => string {
  const { t } = useI18n();
  return (chord) => {
    const name = NAMES[chord.key];
    const parts = [
      chord.ctrl && t('ui.keys.ctrl'),
      chord.alt && t('ui.keys.alt'),
      chord.shift && t('ui.keys.shift'),
      name ? t(name) : chord.key,
    ];
    return parts.filter((part) => typeof part === 'string').join('\u00a0');
  };
}

export interface KeyHintProps {
  readonly chord: Chord;
}

/** A key cap. Never mirrored: it names a key. */
export function KeyHint({ chord }: KeyHintProps) {
  const text = useChordText();
  return (
    <kbd className="key" dir="ltr">
      {text(chord)}
    </kbd>
  );
}
