/** What the dying gateway is offered, and what it must say in the end. */
import type { MissionCode } from '../../app/acts/ids.ts';
import type { MinistryFile } from '../../sync-server/ministry-file.ts';

export interface AdmissionStory {
  readonly ministry: MinistryFile;
  readonly mission: MissionCode;
  readonly deliveries: readonly {
    readonly place: 'records' | 'evidence';
    readonly docs: readonly {
      readonly id: string;
      readonly rev: string;
      readonly jws?: string;
      /** base64url */
      readonly chunk?: string;
    }[];
  }[];
}
