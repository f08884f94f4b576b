/** The answers as files. */
import { percent } from '../../../format/number.ts';
import { useApp, useSession } from '../../hooks/hooks.ts';
import { batchExports } from '../../../export/batchAnswers.ts';
import { Button } from '../../controls/Button.tsx';
import { Problem } from '../../controls/Problem.tsx';
import { ProgressBar } from '../../controls/ProgressBar.tsx';
import { ExportButton } from '../../export/ExportLine.tsx';
import css from './Batch.module.css';

export function BatchExports() {
  const session = useSession();
  const making = useApp((state) => state.exporting.making);
  const failure = useApp((state) => state.exporting.failure);
  const mine = batchExports.find(({ id }) => id === making?.id);
  return (
    <div className={css.exports}>
      {mine === undefined || making === null ? (
        batchExports.map((entry) => <ExportButton key={entry.id} entry={entry} named />)
      ) : (
        <>
          <ProgressBar
            label={`${mine.label}: ${mine.format}`}
            fraction={making.fraction}
            text={percent(making.fraction)}
          />
          <Button size="small" onClick={() => session.exporting.cancel()}>
            Cancel
          </Button>
        </>
      )}
      <Problem
        id="many-export-failure"
        text={batchExports.some(({ id }) => id === failure?.id) ? (failure?.sentence ?? null) : null}
      />
    </div>
  );
}
