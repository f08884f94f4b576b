/** A verdict: a mark that tells its level by shape and colour, and the sentence, whose terms open their definitions. */
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import { Marked } from '../words/Marked.tsx';
import { Unseen } from './Unseen.tsx';
import css from './VerdictLine.module.css';

const marks = {
  good: { Icon: CircleCheck, name: 'Good:' },
  warn: { Icon: TriangleAlert, name: 'Caution:' },
  bad: { Icon: CircleX, name: 'Problem:' },
} as const;

export function VerdictLine({ verdict }: { readonly verdict: Verdict }) {
  const { Icon, name } = marks[verdict.level];
  return (
    <p className={css.verdict} data-level={verdict.level}>
      <Icon className={css.mark} size={15} aria-hidden />
      <span>
        <Unseen>{name} </Unseen>
        <Marked text={verdict.sentence} />
      </span>
    </p>
  );
}
