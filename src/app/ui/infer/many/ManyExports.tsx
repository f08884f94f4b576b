/** The answers as files. */
import { percent } from '../../../format/number.ts';
import { useApp, useSession } from '../../../store/hooks.ts';
import { manyExports } from '../../../takeaway/manyAnswers.ts';
import { Button } from '../../controls/Button.tsx';
import { Problem } from '../../controls/Problem.tsx';
import { ProgressBar } from '../../controls/ProgressBar.tsx';
import { ExportButton } from '../../takeaway/ExportLine.tsx';
import css from './Many.module.css';

export function ManyExports() {
  const session = useSession();
  const making = useApp((state) => state.takeaway.making);
  const failure = useApp((state) => state.takeaway.failure);
  const mine = manyExports.find(({ id }) => id === making?.id);
  return (
    <div className={css.exports}>
      {mine === undefined || making === null ? (
        manyExports.map((entry) => <ExportButton key={entry.id} entry={entry} named />)
      ) : (
        <>
          <ProgressBar
            label={`${mine.label}: ${mine.format}`}
            fraction={making.fraction}
            text={percent(making.fraction)}
          />
          <Button size="small" onClick={() => session.takeaway.cancel()}>
            Cancel
          </Button>
        </>
      )}
      <Problem
        id="many-export-failure"
        text={manyExports.some(({ id }) => id === failure?.id) ? (failure?.sentence ?? null) : null}
      />
    </div>
  );
}
