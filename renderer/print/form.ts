/** The hidden page that becomes a form on paper: asks for the texts, draws them, says when they stand. */
import type { FormPages } from '../../app/desk/form-pages.ts';
import { drawForm } from './form-sheets.ts';

interface PrintBridge {
  model(): Promise<FormPages>;
  ready(fits: boolean): void;
}

const { guichetPrint } = window as unknown as { guichetPrint: PrintBridge };

async function stand(): Promise<void> {
  drawForm(document, await guichetPrint.model());
  await document.fonts.ready;
}

stand().then(
  () => guichetPrint.ready(true),
  () => guichetPrint.ready(false),
);
