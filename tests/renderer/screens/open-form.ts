/** A new draft of a service on the preview page, as « Nouveau dossier » opens one. */
import type { Page } from 'playwright';
import type { ServiceCode } from '../../../app/acts/ids.ts';
import type { DeskApi } from '../../../app/desk/desk-api.ts';

/** PNG, 1 × 1. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** @param documents codes of the files that lie in it already @returns the draft's id */
export function openForm(page: Page, service: string, documents: readonly string[] = []): Promise<string> {
  return page.evaluate(
    async ([code, png, files]) => {
      const { desk } = window as unknown as { desk: DeskApi };
      const { id } = await desk.newDraft(code as ServiceCode, null);
      const bytes = Uint8Array.from(atob(png), (one) => one.charCodeAt(0));
      for (const document of files) await desk.addEvidence(id, document, '', 'image/png', bytes);
      window.location.hash = `#/draft/${id}`;
      return id;
    },
    [service, PNG, documents] as const,
  );
}
