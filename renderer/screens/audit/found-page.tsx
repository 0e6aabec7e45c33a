/** What was found: a conclusion, then findings, clocks, chains and who did what. */
import { useState } from 'react';
import { isFault } from '../../../app/audit/findings.ts';
import type { AuditView } from '../../../app/desk/audit.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, FilterBar, PageHead } from '../../ui/page-head.tsx';
import { useSession, useWorkplace } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { SecretSheet } from '../central/review/secret-sheet.tsx';
import { whenText } from '../link/link-text.ts';
import { subjectText } from './audit-text.ts';
import { ChainTable } from './chain-table.tsx';
import { ClockTable } from './clock-table.tsx';
import { FindingTable } from './finding-table.tsx';
import { RecordTable } from './record-table.tsx';
import { useReportExport } from './use-report-export.ts';

const PARTS = ['findings', 'clocks', 'chains', 'records'] as const;
type Part = (typeof PARTS)[number];

export interface FoundPageProps {
  readonly view: AuditView;
  readonly onBack: () => void;
}

export function FoundPage({ view, onBack }: FoundPageProps) {
  const i18n = useI18n();
  const { t, number } = i18n;
  const { now } = useSession();
  const { officer } = useWorkplace();
  const [part, setPart] = useState<Part>('findings');
  const report = useReportExport(view);
  useCommands({ back: onBack, primary: { run: report.save, label: t('audit.export') } });
  return (
    <Frame
      current="audit"
      bar={
        <BottomBar
          note={report.savedAt && t('audit.exported', { time: i18n.time(report.savedAt, true) })}
          start={<Button onPress={onBack}>{t('audit.other')}</Button>}
        >
          <Button kind="primary" onPress={report.save} disabled={report.busy}>
            {t('audit.export')}
          </Button>
        </BottomBar>
      }
    >
      <PageHead
        title={t('audit.title')}
        note={t('audit.note', { what: subjectText(view, i18n), time: whenText(view.at, now(), i18n) })}
      />
      {report.error && <ErrorLine code={report.error.code} values={report.error.values} />}
      <Conclusion view={view} />
      <FilterBar
        label={t('audit.parts')}
        current={part}
        onChoose={(key) => setPart(PARTS.find((one) => one === key) ?? 'findings')}
        number={number}
        filters={PARTS.map((key) => ({ key, label: t(`audit.part.${key}`), count: view[key].length }))}
      />
      {part === 'findings' && <FindingTable view={view} />}
      {part === 'clocks' && <ClockTable view={view} />}
      {part === 'chains' && <ChainTable view={view} />}
      {part === 'records' && <RecordTable view={view} />}
      <SecretSheet
        isOpen={report.asking}
        onClose={report.closeAsking}
        title={t('audit.secret')}
        why={t('audit.secret-why', { name: officer.name })}
        onConfirmed={report.confirmed}
      />
    </Frame>
  );
}

/** Whole or not, and what that was held against: an end that nobody else knows is not missed. */
function Conclusion({ view }: { readonly view: AuditView }) {
  const i18n = useI18n();
  const { t } = i18n;
  const faults = view.findings.filter(isFault).length;
  const bytes = view.journals.flatMap(({ files }) => files).reduce((sum, file) => sum + file.bytes, 0);
  const beside = [
    view.of === 'centre' ? t('audit.no-file') : t('audit.files-read', { size: i18n.bytes(bytes) }),
    view.receipts === 0 ? t('audit.no-receipts') : t('audit.receipts', { n: view.receipts }),
    t(view.of === 'centre' ? 'audit.held' : 'audit.copies', { n: view.copies }),
    ...(view.leftAside > 0 ? [t('audit.left-aside', { n: view.leftAside })] : []),
  ];
  return (
    <div className={`audit-conclusion ${view.whole ? 'audit-whole' : 'audit-faulty'}`}>
      <p role="status" className="audit-verdict">
        {view.whole ? t('audit.whole') : t('audit.faults', { n: faults })}
      </p>
      <p className="text-2">{beside.join(' · ')}</p>
    </div>
  );
}
