/** A button that asks for a file. The same one may be chosen twice. */
import { useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';

export interface FileButtonProps {
  readonly label: string;
  readonly accept: string;
  readonly onFile: (file: File) => void;
  readonly disabled: boolean;
  /** the one next action of its screen */
  readonly primary?: boolean;
}

export function FileButton({ label, accept, onFile, disabled, primary = false }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const choose = () => input.current?.click();
  useCommands(primary ? { primary: { run: choose, label } } : {});
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        accept={accept}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
      <Button {...(primary ? { kind: 'primary' as const } : {})} onPress={choose} disabled={disabled}>
        {label}
      </Button>
    </>
  );
}
