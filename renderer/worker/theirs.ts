import type { Credential } from '../../app/keyring/credential.ts';
import { worksFor, worksOn } from '../../app/keyring/limits.ts';
import type { Row } from '../read-model/project-row.ts';

/** What an officer is limited to is all that they see: of other files there is nothing to do for them. */
export const isTheirs = (credential: Credential, row: Row): boolean =>
  (credential.scope !== 'CENTRAL' || worksFor(credential, row.mission)) && worksOn(credential, row);
