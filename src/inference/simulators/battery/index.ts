/** A battery cell: what its voltage under a current and after it tells of the resistances and the capacity inside. */
import { EVERYTHING } from '../capabilities.ts';
import { evenTimes } from '../dataGrid.ts';
import { lawInForce } from '../nuisanceLaw.ts';
import { likelihoodReference } from '../likelihoodReference.ts';
import { parameterQuantities } from '../parameterQuantities.ts';
import { anyReadings, countPresent, withoutUsualReadings } from '../readings/anyReadings.ts';
import { readingsFile } from '../readings/readingsFile.ts';
import type { System } from '../system.ts';
import { defaultDesign, designFields, noiseOf, nuisances, parameters, TIMES } from './design.ts';
import { batteryModel, restIntegratedOut } from './model.ts';

/** Volts: beyond all voltmeters. */
const LARGEST = 1e6;

export const battery: System = {
  id: 'battery',
  group: 'matter',
  capabilities: () => EVERYTHING,
  name: 'Battery cell',
  tagline: 'Resistances and capacity inside a cell, from its voltage',
  story:
    'A cell gives two amperes for five minutes and then rests; its voltage is read every ten seconds. From how far it falls at once, how it ' +
    'sinks and how it recovers follow two resistances and a capacity: what ages in a battery. The voltage at rest is known to some millivolts ' +
    'only and is averaged over.',
  thumbnail: 'M6 8H38V24H6ZM38 13H42V19H38M12 12V20M18 12V20M24 12V20',
  designFields,
  defaultDesign,
  completeDesign: withoutUsualReadings,
  parameters: () => parameters,
  nuisances: () => nuisances,
  display: () => parameterQuantities(parameters),
  fromDisplay: (values) => Array.from(values),
  derived: () => [
    {
      key: 'time',
      symbol: 'R₁C₁',
      label: 'time of recovery',
      unit: 's',
      scale: 'log',
      value: (theta) => (theta[1] / 1000) * theta[2],
    },
  ],
  model: batteryModel,
  conditionsOn: (design) => (anyReadings(design) ? 'the voltages read so far' : `${TIMES.length} voltages`),
  view(design) {
    const noise = noiseOf(design);
    return {
      kind: 'points',
      space: 'x',
      horizontal: { label: 't [s]', scale: 'linear' },
      vertical: { label: 'voltage [V]', scale: 'linear' },
      series: [{ name: 'voltage', index: TIMES.map((_, i) => i), at: TIMES }],
      allowed: { low: -LARGEST, high: LARGEST, integer: false },
      sd: () => noise,
    };
  },
  file: readingsFile({
    place: 'time',
    coordinates: [{ name: 't', unit: 's', description: 'Time since the current began: 0, 10, ..., 900.' }],
    values: [
      { name: 'V', unit: 'V', kind: 'number', required: true, description: 'Voltage of the cell', largest: LARGEST },
    ],
    places: () => TIMES.map((t) => [t]),
    mayMiss: true,
    stated: designFields.flatMap((field) => (field.kind === 'number' ? [field] : [])),
    axes: () => [{ name: 'times', size: TIMES.length, grid: evenTimes }],
  }),
  reference(request) {
    const { problem, x } = request;
    const conditionsOn = `the ${countPresent(x)} voltages`;
    const law = lawInForce(problem.nuisances.U0);
    // A voltage at rest with a normal prior is integrated out in closed form; its truncation at zero volts is far away.
    if (law.family === 'normal' && law.mean - 8 * law.sd > (law.low ?? 0) && law.high === undefined) {
      const logLikelihood = restIntegratedOut(problem.design, law);
      return likelihoodReference(request, battery, {
        nuisances: [],
        logLikelihood: (theta) => logLikelihood(theta, x),
        conditionsOn,
        integratedOut: true,
      });
    }
    return likelihoodReference(request, battery, { conditionsOn });
  },
  budget: () => ({ simulations: 200_000, fresh: false }),
};
