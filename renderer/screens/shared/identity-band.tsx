/** Who the file is about, where its procedure is, its number: the head of the dossier page and of the review. */
import type { ReactNode } from 'react';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import type { DossierRow } from '../../../app/desk/dossier-row.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { TransportMark } from '../../ui/transport-mark.tsx';
import { FileMark } from './file-mark.tsx';
import { noticeText } from './notice-text.ts';
import { useServiceTitle } from './services.tsx';
import './identity-band.css';

export interface IdentityBandProps {
  readonly row: DossierRow;
  readonly definition: ServiceDefinition | null;
  readonly children?: ReactNode;
}

export function IdentityBand({ row, definition, children }: IdentityBandProps) {
  const i18n = useI18n();
  const serviceTitle = useServiceTitle();
  const own = definition?.statusWords?.[row.procedure]?.[i18n.locale];
  const notices = row.notices.map((notice) => noticeText(notice, i18n, definition ?? undefined));
  return (
    <header className="band">
      <h1 className="title band-name">
        <Bdi>{row.applicant ?? row.ref}</Bdi>
        {row.applicantArabic !== null && (
          <span className="band-arabic">
            <Bdi lang="ar">{row.applicantArabic}</Bdi>
          </span>
        )}
      </h1>
      <div className="band-line">
        <StatusChip state={row.procedure} word={own} />
        <TransportMark state={row.entry} />
        <span>
          {definition ? definition.title[i18n.locale] : serviceTitle(row.service)} ·{' '}
          <strong className="band-ref">
            <Bdi ltr>{row.ref}</Bdi>
          </strong>
        </span>
        <FileMark id={row.id} />
        {notices.length > 0 && <span className="band-notice">{notices.join(' · ')}</span>}
        {children}
      </div>
    </header>
  );
}
