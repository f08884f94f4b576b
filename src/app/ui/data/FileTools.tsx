/** Files in and out: pick, paste or fetch one, take the example, write the present observation. Dropping works anywhere. */
import { Cable, FileUp } from 'lucide-react';
import { useId, useRef } from 'react';
import {
  downloadFits,
  downloadObservation,
  linkObservation,
  ownSimulator,
  pasteObservation,
} from '../../actions/page.ts';
import { anchorOf } from '../../browser/anchor.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Button } from '../controls/Button.tsx';
import { Unseen } from '../controls/Unseen.tsx';
import { contentText, formatsRead, showsImage } from '../../readout/text/fileText.ts';
import { exampleFile } from './exampleFiles.ts';
import css from './ObservationPanel.module.css';

export function FileTools() {
  const { store, session } = useParts();
  const content = useId();
  const input = useRef<HTMLInputElement>(null);
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const example = exampleFile(system.id, design);
  const isImage = showsImage(system, design);
  return (
    <div className={css.files}>
      <span className={css.drop}>Your own data: drop or paste {formatsRead(system)} anywhere, or</span>
      <Button
        look="quiet"
        size="small"
        aria-describedby={content}
        data-anchor={anchorOf({ kind: 'action', name: 'open-file' })}
        onClick={() => input.current?.click()}
      >
        <FileUp aria-hidden />
        Open a file
      </Button>
      <Unseen id={content}>{contentText(system, design)}</Unseen>
      <input
        ref={input}
        className={css.input}
        type="file"
        // theta.npy and x.npy are one table of simulations.
        multiple
        aria-label="Observation file"
        // Of any system: tables of simulations may be Parquet files.
        accept=".npe.zip,.csv,.tsv,.txt,.json,.npy,.npz,.parquet,.fits,.fit,.fts,text/csv,application/json"
        onChange={(event) => {
          const { files } = event.target;
          if (files !== null && files.length > 0) void session.files.readFiles(files);
          // The same file may be picked again after it was corrected.
          event.target.value = '';
        }}
      />
      <ActionButton action={pasteObservation} look="quiet" size="small" />
      <ActionButton action={linkObservation} look="quiet" size="small" />
      {example === null ? null : (
        <Button look="quiet" size="small" onClick={() => void session.files.fetch(example.address)}>
          Try {example.label}
        </Button>
      )}
      <ActionButton action={downloadObservation} look="quiet" size="small" />
      {isImage ? <ActionButton action={downloadFits} look="quiet" size="small" /> : null}
      <ActionButton action={ownSimulator} look="quiet" size="small" />
      <Button look="quiet" size="small" onClick={() => patch(store, 'view', { sheet: 'bridge' })}>
        <Cable aria-hidden />
        Connect a Python simulator
      </Button>
    </div>
  );
}
