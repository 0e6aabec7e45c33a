import type { Money } from '../acts/bodies.ts';
import type { DeskId, MissionCode, Reference } from '../acts/ids.ts';
import type { Language } from './language.ts';

/** Everything a récépissé says (UI.md section 13). `token`: the signed text of its QR, at most 360 bytes. */
export interface RecepisseModel {
  readonly mission: MissionCode;
  readonly missionName: Readonly<Record<Language, string>>;
  readonly desk: DeskId;
  readonly at: string;
  readonly ref: Reference;
  readonly applicant: string;
  readonly applicantArabic: string | null;
  readonly service: Readonly<Record<Language, string>>;
  readonly received: readonly Readonly<Record<Language, string>>[];
  readonly originals: readonly {
    readonly title: Readonly<Record<Language, string>>;
    readonly until: string;
  }[];
  readonly missing: readonly { readonly title: Readonly<Record<Language, string>>; readonly dueBy: string }[];
  readonly fee: {
    readonly due: Money | null;
    readonly toBeConfirmed: boolean;
    readonly collected: Money | null;
    readonly rate: string | null;
    readonly quittance: string | null;
  };
  readonly dueBy: string | null;
  readonly language: Language;
  readonly token: string;
  /** 0 for the original, then the number of the duplicate */
  readonly duplicate: number;
}

/** Without its token: what the paper says. */
export type RecepisseWords = Omit<RecepisseModel, 'token'>;
