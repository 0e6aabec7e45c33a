/** The hidden page that becomes an applicant's file as PDF: asks for the texts and scans, draws them, says when they stand. */
import type { AccessPages } from '../../app/desk/access-pages.ts';
import { drawAccess } from './access-sheets.ts';

interface PrintBridge {
  model(): Promise<{ readonly pages: AccessPages; readonly pictures: Uint8Array }>;
  ready(fits: boolean): void;
}

const { guichetPrint } = window as unknown as { guichetPrint: PrintBridge };

async function stand(): Promise<void> {
  const { pages, pictures } = await guichetPrint.model();
  await drawAccess(document, pages, pictures);
  await document.fonts.ready;
}

stand().then(
  () => guichetPrint.ready(true),
  () => guichetPrint.ready(false),
);
