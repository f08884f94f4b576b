/** One thing to take away: what it is, a button for each format, and the bar while it is being made. */
import { percent } from '../../format/number.ts';
import { useApp, useSession, useTelemetry } from '../hooks/hooks.ts';
import type { Export } from '../../session/exporting/export.ts';
import { Button } from '../controls/Button.tsx';
import { Problem } from '../controls/Problem.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import sheet from '../controls/SheetList.module.css';
import css from './Export.module.css';
import { useObstacles } from './useObstacles.ts';

interface Props {
  /** Of one label, one a format. */
  readonly entries: readonly Export[];
  /** Whether it is said already why none of them can be had. */
  readonly explained: boolean;
}

export function ExportLine({ entries, explained }: Props) {
  const session = useSession();
  const making = useApp((state) => state.exporting.making);
  const failure = useApp((state) => state.exporting.failure);
  const notice = useApp((state) => state.exporting.notice);
  const [{ label, description }] = entries;
  const made = entries.find(({ id }) => id === making?.id);
  const obstacles = useObstacles(entries);
  const noticed = entries.some(({ id }) => id === notice?.id);
  const failed = entries.some(({ id }) => id === failure?.id);
  return (
    <li className={sheet.line}>
      <div className={sheet.what}>
        <span className={css.label}>{label}</span>
        <span className={sheet.note}>{description}</span>
        {obstacles.length === 0 || explained ? null : <span className={css.reason}>{obstacles[0]}</span>}
        {failed ? <Problem id={`failure-${label}`} text={failure?.sentence ?? null} /> : null}
        {noticed ? <output className={css.reason}>{notice?.sentence}</output> : null}
      </div>
      <div className={sheet.buttons}>
        {made === undefined || making === null ? (
          entries.map((entry) => <ExportButton key={entry.id} entry={entry} />)
        ) : (
          <>
            <div className={css.progress}>
              <ProgressBar label={label} fraction={making.fraction} text={percent(making.fraction)} />
            </div>
            <Button size="small" onClick={() => session.exporting.cancel()}>
              Cancel
            </Button>
          </>
        )}
      </div>
    </li>
  );
}

/** @param named says on the button what the file is of, where nothing beside it does */
export function ExportButton({ entry, named = false }: { readonly entry: Export; readonly named?: boolean }) {
  const session = useSession();
  const busy = useApp((state) => state.exporting.making !== null);
  const state = useApp((whole) => whole);
  const telemetry = useTelemetry((whole) => whole);
  const enabled = entry.enabled(state, telemetry);
  const reason = busy ? 'Another file is being made: wait for it, or cancel it.' : enabled;
  return (
    <Button
      size="small"
      look={named ? 'quiet' : 'plain'}
      title={named ? entry.description : undefined}
      aria-label={named ? undefined : `${entry.label}: ${entry.format}`}
      data-export={entry.id}
      reason={reason === true ? null : reason}
      onClick={() => {
        if (reason === true) session.exporting.take(entry);
      }}
    >
      {named ? `${entry.label}, ${entry.format}` : entry.format}
    </Button>
  );
}
