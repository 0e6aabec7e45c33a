import type { ReactNode } from 'react';

export interface BdiProps {
  /** `ltr` for references, document numbers, telephones, MRZ: never mirrored. Names are left to the browser. */
  readonly ltr?: boolean;
  readonly lang?: string | undefined;
  readonly children: ReactNode;
}

/** Isolates a value that comes from data, so that its direction does not stir the sentence around it. */
export function Bdi({ ltr = false, lang, children }: BdiProps) {
  return (
    <bdi dir={ltr ? 'ltr' : 'auto'} lang={lang}>
      {children}
    </bdi>
  );
}
