/** A program around the window that prints nothing (its PDF is a blank A5 page) and keeps in memory what it saves. */
import type { FormPages } from '../../../app/desk/form-pages.ts';
import type { ShellApi } from '../../../app/desk/shell-api.ts';

const BLANK_A5 = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>endobj
trailer<</Root 1 0 R>>
`;

export interface SpecimenShell extends ShellApi {
  readonly saved: { readonly name: string; readonly text: string }[];
  /** forms that were asked for */
  readonly forms: FormPages[];
}

export function specimenShell(kind: ShellApi['kind']): SpecimenShell {
  const saved: { name: string; text: string }[] = [];
  const forms: FormPages[] = [];
  return {
    kind,
    saved,
    forms,
    recepissePdf: async () => new TextEncoder().encode(BLANK_A5),
    accessPdf: async () => new TextEncoder().encode(BLANK_A5),
    formPdf: async (pages) => {
      forms.push(pages);
      return new TextEncoder().encode(BLANK_A5);
    },
    print: async () => ({ outcome: 'printed' }),
    saveFile: async (name, bytes) => {
      saved.push({ name, text: new TextDecoder().decode(bytes) });
      return true;
    },
    batteryMinutes: async () => null,
    setTheme: async () => {},
  };
}
