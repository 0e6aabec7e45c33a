export interface MrzStripProps {
  readonly label: string;
  readonly lines: readonly string[];
}

/** The machine-readable zone in OCR-B 18/26: 44 characters are 573 px. Never mirrored. */
export function MrzStrip({ label, lines }: MrzStripProps) {
  return (
    <div className="mrz" dir="ltr" role="img" aria-label={label}>
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two or three fixed lines
        <div key={i}>{line}</div>
      ))}
    </div>
  );
}
