/** What a run of the PINN shows: the field through the readings, what is left of the equation, the loss in its terms, the moduli. */
import type { LearnerFrame } from '../learner.ts';
import { Field } from './network.ts';
import { judge } from './remarks.ts';
import type { Progress } from './progress.ts';
import { barsOf } from './terms.ts';
import { leftOver, places, rhoOf, type Wall, valueOf } from './wall.ts';

/** Plotted displacements are in 10^-3 cm, as those of the observation. */
const SHOWN = 1e3;

export function pinnFrame(progress: Progress): LearnerFrame {
  const { wall, x, terms, covariance } = progress;
  const { remarks, identified } = judge(progress);
  const r = Float64Array.from(places);
  const shown = wall.inferred.map((parameter, j) => ({
    ...parameter,
    sd: Math.sqrt(covariance[j][j]),
    known: identified[j],
  }));
  const anyKnown = identified.includes(true);
  return {
    curves: [
      {
        title: 'Displacement of the wall',
        axes: ['r [cm]', 'displacement [10⁻³ cm]'],
        beside: true,
        curves: [
          { name: 'PINN', role: 'learnt', x: r, y: displacementOf(wall, x) },
          {
            name: 'gauges',
            role: 'data',
            x: Float64Array.from(wall.radii),
            y: wall.readings.map((y) => SHOWN * y),
            sd: wall.readings.map(() => SHOWN * wall.noise),
          },
        ],
      },
      {
        title: 'How well the equation holds inside',
        axes: ['r [cm]', 'left over / tolerance'],
        beside: true,
        curves: [
          { name: 'left over', role: 'learnt', x: r, y: leftOver(wall, x) },
          {
            name: 'tolerance',
            role: 'known',
            x: Float64Array.of(r[0], r[r.length - 1], r[r.length - 1], r[0]),
            y: Float64Array.of(1, 1, -1, -1),
          },
        ],
      },
    ],
    bars: barsOf(wall, terms),
    ...(anyKnown
      ? {
          estimate: {
            keys: wall.inferred.map(({ key }) => key),
            at: Float64Array.from(wall.inferred, ({ place }) => x[place]),
            covariance: Float64Array.from(covariance.flat()),
          },
        }
      : {}),
    numbers: shown
      .filter(({ known }) => known)
      .flatMap(({ symbol, place, sd }) => [
        { name: `ln ${symbol}`, value: x[place], sd, unit: '' },
        { name: symbol, value: Math.exp(x[place]), sd: Math.exp(x[place]) * sd, unit: 'GPa' },
      ]),
    remarks,
  };
}

/** What gauges would show, without noise. */
function displacementOf(wall: Wall, x: Float64Array): Float64Array {
  const field = new Field();
  const [off] = valueOf(wall.offset, x);
  return Float64Array.from(places, (r) => SHOWN * (wall.scale * field.jet(x, rhoOf(r))[0] + off));
}
