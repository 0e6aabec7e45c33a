import type { LucideIcon } from 'lucide-react';

export interface IconProps {
  readonly of: LucideIcon;
  /** Mirrored right to left: back, next, and other marks of direction. */
  readonly directional?: boolean;
}

/** A Lucide icon, 16 px, stroke 1.5. It stands beside a word, so it is hidden from screen readers. */
export function Icon({ of: Drawing, directional = false }: IconProps) {
  return (
    <Drawing
      size={16}
      strokeWidth={1.5}
      aria-hidden="true"
      className={directional ? 'icon icon-directional' : 'icon'}
    />
  );
}
