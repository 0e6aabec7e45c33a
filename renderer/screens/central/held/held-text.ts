import { isActKind } from '../../../../app/acts/kinds.ts';
import type { I18n } from '../../../ui/i18n.tsx';

export const kindText = (kind: string, { t }: I18n): string =>
  t(isActKind(kind) ? `desk.kind.${kind}` : 'desk.kind.unknown');
