/** The prior of one parameter: a sketch of its density, a slider with a thumb per end, and a box per number. */
import { useId, useState } from 'react';
import { priorFamilies } from '../../../inference/priors/families.ts';
import type { Prior } from '../../../inference/priors/prior.ts';
import type { ParameterSpec } from '../../../inference/simulators/system.ts';
import { short } from '../../format/number.ts';
import { useFull } from '../hooks/hooks.ts';
import { Problem } from '../controls/Problem.tsx';
import { Slider } from '../controls/Slider.tsx';
import { priorProblem } from './domain.ts';
import css from './ParameterCard.module.css';
import { PriorBoxes } from './PriorBoxes.tsx';
import { PriorSketch } from './PriorSketch.tsx';

interface Props {
  readonly spec: ParameterSpec;
  readonly prior: Prior;
  readonly onChange: (prior: Prior) => void;
}

export function PriorEditor({ spec, prior, onChange }: Props) {
  const id = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const family = priorFamilies[prior.family];
  const { slider, label, unit } = spec;
  const full = useFull();
  const [low, high] = family.handles(prior);
  const attempt = (next: Prior) => {
    const refused = priorProblem(next, spec);
    if (refused === null) onChange(next);
    return refused;
  };
  return (
    <>
      <div className={css.plot}>
        <PriorSketch prior={prior} spec={spec} />
      </div>
      <Slider
        labels={[`${label}, lower bound`, `${label}, upper bound`]}
        values={family.handles(prior)}
        low={slider.low}
        high={slider.high}
        scale={slider.scale}
        unit={unit}
        onChange={([low, high]) => setProblem(attempt(family.fromHandles(prior, low, high)))}
      />
      {full ? (
        <PriorBoxes spec={spec} prior={prior} onAttempt={attempt} onProblem={setProblem} describedBy={id} />
      ) : (
        <p className={css.range}>
          <span>{short(low)}</span>
          <span className={css.unit}>{unit.startsWith('1/') ? `per ${unit.slice(2)}` : unit}</span>
          <span>{short(high)}</span>
        </p>
      )}
      <Problem id={id} text={problem} />
    </>
  );
}
