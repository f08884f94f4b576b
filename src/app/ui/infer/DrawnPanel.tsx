/**
 * A quantity that is drawn once theta is known (a galaxy's mass, given its light): its posterior, what its width comes from, and a
 * slider for the prior of what is added, which needs no training.
 */
import { useMemo } from 'react';
import { marginalDensity } from '../../../inference/posterior/density1d.ts';
import { fieldValue, withField } from '../../../inference/priors/families.ts';
import type { DrawnQuantity } from '../../../inference/simulators/system.ts';
import { fixed, percent } from '../../format/number.ts';
import { densitySketch } from '../../plots/densitySketch.ts';
import { type DrawnPosterior, drawnPosterior } from '../../readout/figures/drawnQuantity.ts';
import { frameShown } from '../../readout/figures/frameDraws.ts';
import { useApp, useCovered, useSession, useTelemetry } from '../hooks/hooks.ts';
import { useNoAnswer } from '../hooks/useNoAnswer.ts';
import { useUntrained } from '../hooks/useUntrained.ts';
import { Card } from '../controls/Card.tsx';
import { Lockable } from '../controls/Lockable.tsx';
import { Slider } from '../controls/Slider.tsx';
import type { Panel, PanelProps } from '../panels/panel.ts';
import css from './DrawnPanel.module.css';

const WIDTH = 320;
const HEIGHT = 70;

export const drawnPanel: Panel = {
  id: 'drawn',
  column: 'infer',
  title: 'What the width comes from',
  offered: ({ study }) =>
    (study.system.drawn?.(study.problem) ?? null) !== null || 'Nothing is drawn beyond what the network infers.',
  Component: DrawnPanel,
};

function DrawnPanel({ anchor, title }: PanelProps) {
  const session = useSession();
  const system = useApp((state) => state.study.system);
  const problem = useApp((state) => state.study.problem);
  const covered = useCovered('posterior');
  const frame = useTelemetry((state) => (covered ? null : state.frame));
  const untrained = useUntrained();
  const noAnswer = useNoAnswer();
  const answered = untrained === null && noAnswer === null;
  const shown = answered ? frameShown(frame, problem) : null;
  const quantity = useMemo(() => system.drawn?.(problem) ?? null, [system, problem]);
  // With the priors that gave the draws: those on the sliders may be newer.
  const [draws, asked] = [shown?.draws, shown?.problem];
  const posterior = useMemo(() => {
    const then = asked === undefined ? null : (system.drawn?.(asked) ?? null);
    return then === null || draws === undefined
      ? null
      : drawnPosterior(then, draws, system.parameters(problem.design).length);
  }, [system, problem.design, draws, asked]);
  if (quantity === null) return null;
  const { parameter, number, label, low, high } = quantity.added;
  const prior = problem.priors[parameter];
  const width = prior === undefined ? undefined : fieldValue(prior, number);
  return (
    <Card anchor={anchor} title={`${quantity.symbol}: ${quantity.label}`} aside={title} className={css.card}>
      <p className={css.note}>{quantity.note}</p>
      {posterior === null ? (
        <p className={css.note}>Appears when the network has an answer under the present assumptions.</p>
      ) : (
        <Split quantity={quantity} posterior={posterior} />
      )}
      {prior === undefined || width === undefined ? null : (
        <Lockable control="priors">
          <div className={css.slider}>
            <span>{label}</span>
            <Slider
              labels={[label]}
              values={[width]}
              low={low}
              high={high}
              scale="linear"
              unit=""
              onChange={([value]) => session.studyEditing.setPrior(parameter, withField(prior, number, value))}
            />
            <output>{fixed(width, 3)}</output>
          </div>
        </Lockable>
      )}
    </Card>
  );
}

function Split({ quantity, posterior }: { readonly quantity: DrawnQuantity; readonly posterior: DrawnPosterior }) {
  const { symbol, parts } = quantity;
  const { median, low, high, sd, known, added, share } = posterior;
  const { area, line, alone } = useMemo(() => sketches(posterior), [posterior]);
  const ofKnown = percent(share, 0);
  const ofAdded = percent(1 - share, 0);
  return (
    <>
      <p>
        {symbol} = <b>{fixed(median, 2)}</b>, 68 %: {fixed(low, 2)} to {fixed(high, 2)}; standard deviation{' '}
        {fixed(sd, 3)}
      </p>
      <svg
        className={css.figure}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Posterior of ${symbol}, standard deviation ${fixed(sd, 3)}; with ${parts.known} alone it would be ${fixed(known, 3)}.`}
      >
        <path d={area} className={css.area} />
        <path d={line} className={css.line} />
        <path d={alone} className={css.alone} />
      </svg>
      <p className={css.note}>Filled: the posterior. Dashed: with {parts.known} alone.</p>
      <div className={css.bar} aria-hidden="true">
        <span className={css.known} style={{ width: `${100 * share}%` }} />
      </div>
      <p>
        Of its variance {ofKnown} comes from the {parts.known}, {ofAdded} from the {parts.added}.{' '}
        {added > known
          ? `No exposure makes the standard deviation smaller than ${fixed(added, 2)}: the ${parts.added} would have to be known better.`
          : `Less ${parts.known} would narrow it, down to ${fixed(added, 2)}.`}
      </p>
    </>
  );
}

/** Both densities on one axis, the taller of the two cut at twice the height of the posterior. */
function sketches({ draws, means }: DrawnPosterior) {
  const axis = { scale: 'linear', low: -Infinity, high: Infinity } as const;
  const whole = marginalDensity(draws, axis);
  const single = marginalDensity(means, axis);
  const ends = [whole, single].flatMap(({ at }) => (at.length === 0 ? [] : [at[0], at[at.length - 1]]));
  const top = 2 * Math.max(0, ...whole.density);
  const box = {
    width: WIDTH,
    height: HEIGHT,
    low: Math.min(...ends),
    high: Math.max(...ends),
    scale: 'linear',
    top,
  } as const;
  return { ...densitySketch(whole, box), alone: densitySketch(single, box).line };
}
