/** A program around the window that prints nothing: its PDF is a blank A5 page. */
import type { ShellApi } from '../../../app/desk/shell-api.ts';

const BLANK_A5 = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>endobj
trailer<</Root 1 0 R>>
`;

export function specimenShell(kind: ShellApi['kind']): ShellApi {
  return {
    kind,
    recepissePdf: async () => new TextEncoder().encode(BLANK_A5),
    print: async () => ({ outcome: 'printed' }),
    saveFile: async () => true,
    batteryMinutes: async () => null,
    setTheme: async () => {},
  };
}
