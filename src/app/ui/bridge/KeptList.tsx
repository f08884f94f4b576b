/** Simulations that are kept in this browser. */
import { FileDown, Trash2 } from 'lucide-react';
import { useEffect } from 'react';
import { STREAMS } from '../../../inference/math/random.ts';
import { MOST_KEPT_BYTES } from '../../../worker/pool/remote/bridgeConnection.ts';
import { count, short } from '../../format/number.ts';
import { IconButton } from '../controls/IconButton.tsx';
import sheet from '../controls/SheetList.module.css';
import { useApp, useParts } from '../hooks/hooks.ts';
import css from './Bridge.module.css';

/** Beyond it, the next chunks will not be kept. */
const NEARLY = 0.95;

export function KeptList() {
  const { session } = useParts();
  const kept = useApp((state) => state.bridge.kept);
  useEffect(() => void session.keptRuns.refresh(), [session]);
  if (kept === null || kept.length === 0) return null;
  const bytes = kept.reduce((sum, run) => sum + run.bytes, 0);
  return (
    <section className={css.part} aria-label="Kept simulations">
      <h3 className={sheet.title}>Kept simulations</h3>
      <p className={sheet.note}>
        Every simulation is kept in this browser as it comes, so that nothing is simulated twice: {megabytes(bytes)} of
        at most {megabytes(MOST_KEPT_BYTES)}. Remove them after a change in a file that the simulator imports.
        {bytes > NEARLY * MOST_KEPT_BYTES ? ' No more are kept now: save or remove some.' : ''}
      </p>
      <ul className={css.kept}>
        {kept.map((run) => (
          <li key={run.id} className={sheet.line}>
            <div className={sheet.what}>
              <span>
                {run.name}, seed {run.seed}
              </span>
              <span className={sheet.note}>
                {count(run.rows)} {run.stream === STREAMS.simulation ? 'to train on' : 'for checks'} ·{' '}
                {megabytes(run.bytes)} ·{' '}
                {new Date(run.changed).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}
              </span>
            </div>
            <div className={sheet.buttons}>
              <IconButton
                icon={FileDown}
                title="Save as a table (NPZ)"
                label={`Save the simulations of ${run.name}, seed ${run.seed}, as a table`}
                onClick={() => void session.keptRuns.export(run)}
              />
              <IconButton
                icon={Trash2}
                title="Remove"
                label={`Remove the simulations of ${run.name}, seed ${run.seed}`}
                onClick={() => void session.keptRuns.remove(run.id)}
              />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${short(bytes / 1e6, 2)} MB`;
}
