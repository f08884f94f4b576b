/** A verdict on the network: none before it has been trained at all. */
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import { useUntrained } from '../hooks/useUntrained.ts';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import css from './CheckColumn.module.css';

interface Props {
  readonly verdict: Verdict;
  /** Steps of the network that it is of; left out: those of the network on screen. */
  readonly step?: number;
}

export function NetworkVerdict({ verdict, step }: Props) {
  const untrained = useUntrained(step);
  return untrained === null ? <VerdictLine verdict={verdict} /> : <p className={css.note}>{untrained}</p>;
}
