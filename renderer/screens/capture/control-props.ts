/** What a question needs to be shown, wherever it stands. */
import type { Field } from '../../../app/catalogue/fields.ts';
import type { FieldBase, FieldMessage } from '../../ui/field.tsx';

export interface FieldControlProps {
  readonly field: Field;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly base: Omit<FieldBase, 'id' | 'label' | 'span' | 'optional'>;
  /** local day, for the age beside a birth date */
  readonly today: string;
  readonly isBirthDate: boolean;
  /** what is wrong with one part of a composite answer */
  readonly messageOf: (part: string) => FieldMessage | undefined;
  /** one part of a composite answer was left; the whole of any other is `base.onBlur` */
  readonly onLeave: (part: string) => void;
  /** inside a group: the group and the item's number */
  readonly place?: string;
}
