import { type DragEvent, useRef } from 'react';
import { Bdi } from './bdi.tsx';
import { Button } from './button.tsx';
import { useErrorText } from './error-line.tsx';
import { useI18n, type Values } from './i18n.tsx';
import { ProgressBar } from './progress-bar.tsx';

export type FileState =
  | { readonly kind: 'missing' }
  | { readonly kind: 'reading'; readonly done: number; readonly total: number }
  | {
      readonly kind: 'ready';
      readonly name: string;
      readonly bytes: number;
      readonly pages?: number | undefined;
    }
  /** A file that was not taken; nothing is attached. */
  | { readonly kind: 'refused'; readonly code: string; readonly values?: Values | undefined };

export interface FileRowProps {
  readonly id: string;
  /** « Passeport, page d'identité ». */
  readonly label: string;
  readonly optional?: boolean | undefined;
  /** Why it is asked, in small type. */
  readonly why?: string | undefined;
  readonly state: FileState;
  /** `image/jpeg,image/png,application/pdf`. */
  readonly accept: string;
  readonly onChoose: (files: readonly File[]) => void;
  readonly onRemove?: (() => void) | undefined;
  readonly onShow?: (() => void) | undefined;
  readonly onCancel?: (() => void) | undefined;
}

/** One document to provide: chosen, dropped on the row, shown, replaced, taken off. */
export function FileRow(props: FileRowProps) {
  const { t } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  const { state } = props;
  const ready = state.kind === 'ready';
  const drop = (event: DragEvent) => {
    event.preventDefault();
    if (event.dataTransfer.files.length > 0) props.onChoose([...event.dataTransfer.files]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first
    <div
      className="file-row"
      data-state={state.kind}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <div className="file-words">
        <p className="file-label" id={`${props.id}-label`}>
          {props.label}
          {props.optional && <span className="field-optional"> {t('ui.optional')}</span>}
        </p>
        {props.why !== undefined && <p className="help">{props.why}</p>}
      </div>
      <FileWords {...props} />
      <input
        ref={input}
        id={props.id}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-labelledby={`${props.id}-label`}
        accept={props.accept}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file may be chosen again after a correction.
          event.target.value = '';
          if (files.length > 0) props.onChoose(files);
        }}
      />
      {state.kind !== 'reading' && (
        <div className="file-actions">
          {ready && props.onShow && (
            <Button size="small" onPress={props.onShow}>
              {t('ui.file.show')}
            </Button>
          )}
          {ready && props.onRemove && (
            <Button size="small" onPress={props.onRemove}>
              {t('ui.file.remove')}
            </Button>
          )}
          <Button size="small" onPress={() => input.current?.click()}>
            {t(ready ? 'ui.file.replace' : 'ui.file.choose')}
          </Button>
        </div>
      )}
    </div>
  );
}

function FileWords({ state, onCancel }: FileRowProps) {
  const { t, bytes } = useI18n();
  const errorText = useErrorText();
  switch (state.kind) {
    case 'missing':
      return <p className="file-state text-3">{t('ui.file.missing')}</p>;
    case 'reading':
      return (
        <ProgressBar label={t('ui.file.reading')} done={state.done} total={state.total} onCancel={onCancel} />
      );
    case 'ready':
      return (
        <p className="file-state">
          <Bdi>{state.name}</Bdi>
          <span className="text-3">
            {' '}
            {[state.pages === undefined ? '' : t('ui.file.pages', { n: state.pages }), bytes(state.bytes)]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </p>
      );
    case 'refused':
      return (
        <p className="file-state file-refused" role="status">
          {errorText(state.code, state.values).join(' ')} <span className="error-code">{state.code}</span>
        </p>
      );
  }
}
