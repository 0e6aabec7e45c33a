/** The hidden page that the main process prints: asks for the model, draws it, says when it stands. */
import type { RecepisseModel } from '../../app/desk/recepisse.ts';
import { drawRecepisse, fitOnSheet } from './recepisse-sheet.ts';

interface PrintBridge {
  model(): Promise<RecepisseModel>;
  ready(fits: boolean): void;
}

const { guichetPrint } = window as unknown as { guichetPrint: PrintBridge };

async function stand(): Promise<boolean> {
  const sheet = drawRecepisse(document, await guichetPrint.model(), Date.now());
  document.body.append(sheet);
  await document.fonts.ready;
  return fitOnSheet(sheet);
}

stand().then(
  (fits) => guichetPrint.ready(fits),
  () => guichetPrint.ready(false),
);
