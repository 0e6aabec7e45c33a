import type { DossierId, Reference } from '../acts/ids.ts';

export interface PrintJob {
  readonly dossier: DossierId;
  readonly ref: Reference;
  readonly document: 'recepisse' | 'instrument' | 'decision';
  readonly startedAt: string;
}
