import type { ReactNode, Ref } from 'react';

/**
 * `seal` (violet): pressing it seals an entry. `primary` (blue): the one next action, sealing nothing.
 * `plain`: everything else, outlined. Red is never a button.
 */
export type ButtonKind = 'seal' | 'primary' | 'plain';

export interface ButtonProps {
  readonly kind?: ButtonKind;
  /** 28 high instead of 32, for strips and rows. `large` (64) is the applicant's. */
  readonly size?: 'small' | 'normal' | 'large';
  readonly onPress?: (() => void) | undefined;
  /** Stays focusable and says why in `title`; a press does nothing. */
  readonly disabled?: boolean | undefined;
  readonly title?: string | undefined;
  readonly type?: 'button' | 'submit';
  /** For a button that shows a state (filters, toggles). */
  readonly pressed?: boolean | undefined;
  readonly label?: string | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly children: ReactNode;
}

export function Button(props: ButtonProps) {
  const {
    kind = 'plain',
    size = 'normal',
    onPress,
    disabled,
    title,
    type = 'button',
    pressed,
    label,
    ref,
    children,
  } = props;
  return (
    <button
      ref={ref}
      type={type}
      className={`button button-${kind} button-${size}`}
      aria-disabled={disabled || undefined}
      aria-pressed={pressed}
      aria-label={label}
      title={title}
      // biome-ignore lint/a11y/noAutofocus: a screen may put the focus on its one next action
      autoFocus={props.autoFocus}
      onClick={(event) => {
        if (disabled) event.preventDefault();
        else onPress?.();
      }}
    >
      {children}
    </button>
  );
}
