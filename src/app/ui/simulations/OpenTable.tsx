/** A button that opens a table of simulations, for those who cannot drop one. */
import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { useSession } from '../hooks/hooks.ts';
import { Button } from '../controls/Button.tsx';

interface Props {
  readonly label: string;
  /** Called when a file has been chosen, or none. */
  readonly onOpen?: () => void;
}

export function OpenTable({ label, onOpen }: Props) {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look="quiet" size="small" onClick={() => input.current?.click()}>
        <FileUp aria-hidden />
        {label}
      </Button>
      <input
        ref={input}
        hidden
        type="file"
        aria-label="Table of simulations"
        accept=".npz,.npy,.csv,.txt,.json,.parquet"
        multiple
        onChange={(event) => {
          const { files } = event.target;
          onOpen?.();
          if (files !== null && files.length > 0) void session.files.readFiles(files);
        }}
      />
    </>
  );
}
