/** The assumptions of a narrow page: a button as high as the boxes, with the symbol and the shape of each prior. */
import { SlidersHorizontal } from 'lucide-react';
import type { Ref } from 'react';
import type { Prior } from '../../../inference/priors/prior.ts';
import { useApp } from '../hooks/hooks.ts';
import css from './AssumeColumn.module.css';
import { PriorShape } from './PriorSketch.tsx';

interface Props {
  readonly ref: Ref<HTMLButtonElement>;
  readonly open: boolean;
  /** Id of what it opens. */
  readonly controls: string;
  readonly onClick: () => void;
}

/** More do not fit above its name. */
const MOST = 5;

export function AssumeRail({ ref, open, controls, onClick }: Props) {
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const priors: Readonly<Record<string, Prior | undefined>> = useApp((state) => state.study.problem.priors);
  return (
    <button
      ref={ref}
      type="button"
      className={css.rail}
      aria-label="Assumptions"
      aria-expanded={open}
      aria-controls={controls}
      onClick={onClick}
    >
      <SlidersHorizontal aria-hidden size={18} />
      {system
        .parameters(design)
        .slice(0, MOST)
        .map((spec) => {
          const prior = priors[spec.key];
          return prior === undefined ? null : (
            <span key={spec.key} className={css.mini} aria-hidden>
              <i>{spec.symbol}</i>
              <PriorShape prior={prior} spec={spec} />
            </span>
          );
        })}
      <span className={css.railName} aria-hidden>
        Assumptions
      </span>
    </button>
  );
}
