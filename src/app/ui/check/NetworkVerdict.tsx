/** A verdict on the network, with a remark where one is known: none before it has been trained at all. */
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import { useUntrained } from '../hooks/useUntrained.ts';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import css from './CheckColumn.module.css';

interface Props {
  readonly verdict: Verdict;
  /** Steps of the network that it is of; left out: those of the network on screen. */
  readonly step?: number;
  readonly remark?: string | null;
}

export function NetworkVerdict({ verdict, step, remark = null }: Props) {
  const untrained = useUntrained(step);
  if (untrained !== null) return <p className={css.note}>{untrained}</p>;
  return (
    <>
      <VerdictLine verdict={verdict} />
      {remark === null ? null : <p className={css.verdictNote}>{remark}</p>}
    </>
  );
}
