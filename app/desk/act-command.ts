import type { ActBodies } from '../acts/bodies.ts';
import type { ErasureGround } from '../acts/envelope.ts';
import type { ActKind } from '../acts/kinds.ts';

/** An act to be sealed on an existing dossier. Bodies are checked against their schema and the definition. */
export type ActCommand =
  | {
      [Kind in Exclude<ActKind, 'opened' | 'submitted'>]: {
        readonly kind: Kind;
        readonly body: ActBodies[Kind];
        readonly assignee?: string | null;
        readonly priority?: 'normal' | 'urgent';
        /** `erased` only, which is not sealed without */
        readonly ground?: ErasureGround;
      };
    }[Exclude<ActKind, 'opened' | 'submitted'>]
  | {
      readonly kind: 'submitted';
      readonly body: ActBodies['submitted'];
      readonly priority?: 'normal' | 'urgent';
    };
