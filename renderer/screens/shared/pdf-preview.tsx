/** What will be printed, before it is: the PDF itself. */
import { useEffect, useState } from 'react';

/** Chromium's own viewer. On a desk the program serves what it drew by its hash: under blob: the viewer does not stand. */
export function PdfPreview({ pdf, label }: { readonly pdf: Uint8Array; readonly label: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const bytes = Uint8Array.from(pdf);
    if (window.location.protocol === 'guichet:') {
      let gone = false;
      void crypto.subtle.digest('SHA-256', bytes).then((hash) => {
        if (!gone) setUrl(`guichet://preview/${hexOf(new Uint8Array(hash))}.pdf`);
      });
      return () => {
        gone = true;
      };
    }
    const made = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [pdf]);
  return url === null ? null : (
    <iframe className="print-preview" title={label} src={`${url}#toolbar=0&view=Fit`} />
  );
}

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
