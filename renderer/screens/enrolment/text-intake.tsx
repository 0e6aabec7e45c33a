/** A request or an answer comes in: pasted, typed by a scanner, chosen as a file, or dropped. */
import { type DragEvent, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { FieldFrame, inputAttributes } from '../../ui/field.tsx';
import { useI18n } from '../../ui/i18n.tsx';

/** Far above any request or answer: what is longer is not read into memory. */
const LONGEST_FILE = 256 * 1024;
const LONGEST_LARGE_FILE = 64 << 20;
/** What stands for bytes that are no UTF-8: a picture, a film. */
const NOT_TEXT = '\ufffd';

export interface TextIntakeProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** It came whole, by a paste, a file or a drop: it can be read at once. */
  readonly onWhole?: (text: string) => void;
  /** A file that cannot be one: too large, or no text. The field keeps what it holds. */
  readonly onRefused: () => void;
  readonly autoFocus?: boolean;
  /** a file of megabytes: the field says how long it is, and shows nothing of it */
  readonly large?: boolean;
}

export function TextIntake(props: TextIntakeProps) {
  const { t, bytes } = useI18n();
  const large = props.large ?? false;
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const base = {
    id: props.id,
    label: props.label,
    span: 6,
    autoFocus: props.autoFocus,
    message: { tone: 'help', text: t(large ? 'enrolment.intake.help-file' : 'enrolment.intake.help') },
  } as const;
  const whole = (text: string) => {
    props.onChange(text);
    props.onWhole?.(text);
  };
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const text = file.size > (large ? LONGEST_LARGE_FILE : LONGEST_FILE) ? NOT_TEXT : await file.text();
    if (text.includes(NOT_TEXT)) props.onRefused();
    else whole(text);
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    const [file] = event.dataTransfer.files;
    // Text that is dragged from another window goes into the field by itself.
    if (file === undefined) return;
    event.preventDefault();
    void take(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a further way; the field and the button are the first
    <div
      className="enrol-intake"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FieldFrame base={base}>
        <textarea
          {...inputAttributes(base)}
          className="input textarea enrol-text"
          dir={large ? 'auto' : 'ltr'}
          rows={large ? 1 : 4}
          readOnly={large}
          value={
            large && props.value !== ''
              ? t('enrolment.intake.taken', { size: bytes(props.value.length) })
              : props.value
          }
          onPaste={(event) => {
            // It takes the place of what stood there: half of one and half of another is neither.
            event.preventDefault();
            whole(event.clipboardData.getData('text/plain'));
          }}
          onChange={({ target }) => props.onChange(target.value)}
        />
      </FieldFrame>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('enrolment.intake.choose')}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          void take(file);
          // The same file may be chosen again.
          target.value = '';
        }}
      />
      <Button size="small" onPress={() => input.current?.click()}>
        {t('enrolment.intake.choose')}
      </Button>
    </div>
  );
}
