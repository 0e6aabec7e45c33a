import { bodyBytes, type DbCall } from './call.ts';
import { CouchError } from './errors.ts';
import type { DocsWrite } from './hooks.ts';

/** @throws CouchError `document_too_large` (with its id, as CouchDB says it), `attachment_too_large` (its name) */
export function checkSizes(call: DbCall, { docs }: DocsWrite): void {
  const { documentBytes, attachmentBytes } = call.limits;
  // No part is larger than the whole, unless the document was here before (COPY, a file put into it).
  const isSmall = bodyBytes(call).length <= documentBytes;
  for (const { id, body, attachments } of docs) {
    if (!isSmall && Buffer.byteLength(JSON.stringify(body)) > documentBytes) {
      throw new CouchError('document_too_large', id);
    }
    for (const [name, file] of attachments) {
      if (file.kind === 'bytes' && file.bytes.length > attachmentBytes) {
        throw new CouchError('attachment_too_large', name);
      }
    }
  }
}
