/** The density of a prior over the slider's range, so that it stands right above the thumbs that move it. */
import { useMemo } from 'react';
import { priorCurve } from '../../../inference/posterior/density1d.ts';
import { describePrior } from '../../../inference/priors/families.ts';
import type { Prior } from '../../../inference/priors/prior.ts';
import type { ParameterSpec } from '../../../inference/simulators/system.ts';
import { densitySketch } from '../../plots/densitySketch.ts';
import css from './ParameterCard.module.css';

const WIDTH = 200;
const HEIGHT = 32;

interface Props {
  readonly prior: Prior;
  readonly spec: ParameterSpec;
}

export function PriorSketch(props: Props) {
  return <PriorShape {...props} name={`Prior of ${props.spec.label}: ${describePrior(props.prior)}`} />;
}

/** Without a name the picture alone, beside something that says what it is. */
export function PriorShape({ prior, spec, name }: Props & { readonly name?: string }) {
  const { area, line } = useMemo(() => {
    const { scale, low, high } = spec.slider;
    const { at, density } = priorCurve(prior, scale);
    if (at.length === 0) return { area: '', line: '' };
    // The walls of a bounded prior: down to zero at its ends.
    const walled = { at: [at[0], ...at, at[at.length - 1]], density: [0, ...density, 0] };
    return densitySketch(walled, { width: WIDTH, height: HEIGHT, low, high, scale });
  }, [prior, spec]);
  return (
    <svg
      className={css.sketch}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role={name === undefined ? undefined : 'img'}
      aria-label={name}
      aria-hidden={name === undefined || undefined}
    >
      <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} className={css.axis} />
      <path d={area} className={css.area} />
      <path d={line} className={css.line} />
    </svg>
  );
}
