/** A verdict on the network: none before it has been trained at all. */
import type { Verdict } from '../../../inference/diagnostics/verdict.ts';
import { useUntrained } from '../../store/useUntrained.ts';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import css from './CheckColumn.module.css';

export function NetworkVerdict({ verdict }: { readonly verdict: Verdict }) {
  const untrained = useUntrained();
  return untrained === null ? <VerdictLine verdict={verdict} /> : <p className={css.note}>{untrained}</p>;
}
