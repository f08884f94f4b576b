/** One saved study: its name, to be typed over; what it is; what can be done with it. */
import { Copy, FileDown, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import { count, short } from '../../format/number.ts';
import type { StudySummary } from '../../browser/database.ts';
import { useParts } from '../hooks/hooks.ts';
import { LONGEST_STUDY_NAME } from '../../store/savedSlice.ts';
import { Button } from '../controls/Button.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import sheet from '../controls/SheetList.module.css';
import css from './Studies.module.css';

/** "Galaxy bias · step 2,400 of 6,000 · 22 Nov 2026, 12:31 · 1.4 MB" */
function describe(
  { system, step, totalSteps, finished, changed, size }: StudySummary,
  catalogue: SystemCatalogue,
): string {
  const name = catalogue.nameOf(system);
  let network = 'not trained';
  if (finished) network = 'trained';
  else if (step !== null) network = `step ${count(step)} of ${count(totalSteps)}`;
  const when = new Date(changed).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  return `${name} · ${network} · ${when} · ${sizeText(size)}`;
}

function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${short(bytes / 1e6, 2)} MB`;
}

export function StudyLine({ study }: { readonly study: StudySummary }) {
  const { catalogue, session } = useParts();
  const { savedStudies } = session;
  const { id, name } = study;
  return (
    <li className={sheet.line}>
      <div className={sheet.what}>
        <NameBox key={name} study={study} />
        <span className={sheet.note}>{describe(study, catalogue)}</span>
      </div>
      <div className={sheet.buttons}>
        <Button size="small" aria-label={`Open ${name}`} onClick={() => void savedStudies.open(id)}>
          Open
        </Button>
        <IconButton
          icon={Copy}
          title="Duplicate"
          label={`Duplicate ${name}`}
          onClick={() => void savedStudies.duplicate(id)}
        />
        <IconButton
          icon={FileDown}
          title="Export as a file"
          label={`Export ${name} as a file`}
          onClick={() => void savedStudies.export(id)}
        />
        <IconButton icon={Trash2} title="Delete" label={`Delete ${name}`} onClick={() => savedStudies.delete([id])} />
      </div>
    </li>
  );
}

/** The name, in place: Enter or leaving the box takes it, Escape leaves the former one. */
function NameBox({ study: { id, name } }: { readonly study: StudySummary }) {
  const { session } = useParts();
  const [typed, setTyped] = useState(name);
  const take = () => {
    if (typed.trim() === '') setTyped(name);
    else void session.savedStudies.rename(id, typed);
  };
  return (
    <input
      className={css.name}
      aria-label={`Name of ${name}`}
      value={typed}
      maxLength={LONGEST_STUDY_NAME}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
        if (event.key !== 'Escape' || typed === name) return;
        // The first Escape is for the box, the next one closes the sheet.
        event.stopPropagation();
        setTyped(name);
      }}
    />
  );
}

/** A study that will be gone in some seconds. The focus comes here from its delete button. */
export function DeletedLine({ study: { id, name } }: { readonly study: StudySummary }) {
  const { session } = useParts();
  const undo = useRef<HTMLButtonElement>(null);
  useEffect(() => undo.current?.focus(), []);
  return (
    <li className={sheet.line}>
      <span className={sheet.note}>“{name}” has been deleted.</span>
      <Button
        size="small"
        aria-label={`Undo: keep ${name}`}
        ref={undo}
        onClick={() => session.savedStudies.undelete([id])}
      >
        Undo
      </Button>
    </li>
  );
}
