/** A bridge that is listened to: its frequencies tell stiffness over mass and nothing else; a lorry in the middle tells them apart. */
import { EVERYTHING } from '../capabilities.ts';
import { logRidgePosition } from '../logRidge.ts';
import { likelihoodReference } from '../likelihoodReference.ts';
import { parameterQuantities } from '../parameterQuantities.ts';
import { quantile } from '../../priors/prior.ts';
import type { ColumnSpec, Degeneracy, Design, Problem, System } from '../system.ts';
import { oneRowFile } from '../oneRowFile.ts';
import { anyReadings, countPresent, readFromFile, withoutUsualReadings } from '../readings/anyReadings.ts';
import { defaultDesign, designFields, LENGTH, MODES, parameters, readDesign } from './design.ts';
import { bridgeModel } from './model.ts';

const POINTS = 61;
const TAIL = 1e-4;

const FREQUENCIES: readonly ColumnSpec[] = MODES.map((n) => ({
  name: `f${n}`,
  unit: 'Hz',
  kind: 'positive',
  required: true,
  description: `Frequency of mode ${n}.`,
  largest: 1e6,
}));
const SAG: ColumnSpec = {
  name: 'sag',
  unit: 'mm',
  kind: 'positive',
  required: true,
  description: 'How far the middle sags under a load of 100 kN.',
  largest: 1e6,
};

/** EI over m' of the observed frequencies, each weighed alike: (GN m^2) / (t/m). */
function observedRatio(x: Float64Array): number {
  const logs = MODES.map((n, i) => 2 * Math.log((x[i] * 2 * LENGTH * LENGTH) / (n * n * Math.PI)) - Math.log(1e6));
  const seen = logs.filter((value) => !Number.isNaN(value));
  return Math.exp(seen.reduce((sum, v) => sum + v, 0) / seen.length);
}

function ridge({ design, priors }: Problem, x: Float64Array): Degeneracy | null {
  if (readDesign(design).load || priors.EI.family === 'fixed' || priors.m.family === 'fixed') return null;
  const ratio = observedRatio(x);
  const [bottom, top] = [TAIL, 1 - TAIL].map((u) => ({ EI: quantile(priors.EI, u), m: quantile(priors.m, u) }));
  const low = Math.log(Math.max(bottom.EI, ratio * bottom.m));
  const high = Math.log(Math.min(top.EI, ratio * top.m));
  if (!(high > low)) return null;
  return {
    axes: ['EI', 'm'],
    label: `EI/m′ = ${ratio.toPrecision(3)} GN m³/t: every pair on this curve has the same frequencies`,
    exact: true,
    points: Array.from({ length: POINTS }, (_, i) => {
      const stiffness = Math.exp(low + ((high - low) * i) / (POINTS - 1));
      return [stiffness, stiffness / ratio] as const;
    }),
  };
}

/** @param mayMiss whether cells may be empty: those of one observation, whose design then follows, and of many in such a design */
function file(design: Design, mayMiss = anyReadings(design)) {
  const columns = readDesign(design).load ? [...FREQUENCIES, SAG] : FREQUENCIES;
  return oneRowFile('the bridge', mayMiss ? columns.map((column) => ({ ...column, mayMiss })) : columns);
}

export const bridge: System = {
  id: 'bridge',
  group: 'matter',
  capabilities: () => EVERYTHING,
  name: 'Bridge',
  tagline: 'What three frequencies of a bridge tell, and a lorry besides',
  story:
    'Three frequencies of a bridge are measured, to half a percent. They depend on its stiffness over its mass alone, so the posterior is a ridge ' +
    'however precise the sensors are: a stiff and heavy bridge sounds like a soft and light one. Let a lorry stand in the middle and measure how ' +
    'far the bridge sags: that breaks it.',
  thumbnail: 'M2 12H46M6 12C14 20 34 20 42 12M6 12V26M42 12V26M2 26H10M38 26H46',
  designFields,
  defaultDesign,
  completeDesign: withoutUsualReadings,
  parameters: () => parameters,
  nuisances: () => [],
  display: () => parameterQuantities(parameters),
  fromDisplay: (values) => Array.from(values),
  derived: () => [
    {
      key: 'ratio',
      symbol: 'EI/m′',
      label: 'stiffness over mass',
      unit: 'GN m³/t',
      scale: 'log',
      value: (theta) => theta[0] / theta[1],
    },
  ],
  model: bridgeModel,
  conditionsOn(design) {
    if (anyReadings(design)) return 'the readings so far';
    return readDesign(design).load ? 'three frequencies and a sag' : 'three frequencies';
  },
  view(design) {
    const { load, frequencyNoise, sagNoise } = readDesign(design);
    const categories = [...MODES.map((n) => `f${n} [Hz]`), ...(load ? ['sag [mm]'] : [])];
    const index = categories.map((_, i) => i);
    return {
      kind: 'points',
      space: 'x',
      horizontal: { label: 'reading', scale: 'linear', categories },
      vertical: { label: 'Hz, mm', scale: 'log' },
      series: [{ name: 'readings', index, at: index }],
      allowed: { low: 1e-6, high: 1e6, integer: false },
      sd: (i, value) => value * (i < MODES.length ? frequencyNoise : sagNoise),
    };
  },
  file: {
    ...oneRowFile('the bridge', FREQUENCIES),
    axes: (design) => file(design).axes(design),
    rows: {
      columns: (design) => file(design).rows.columns(design),
      designOf: (header, design) => (header.includes('f1') ? { ...design, load: header.includes(SAG.name) } : null),
    },
    columns: (design, header) =>
      file({ ...design, load: header?.includes(SAG.name) ?? design.load }, true).columns(design),
    read: (table, design) => {
      const declared = { ...design, load: table.columns[SAG.name] !== undefined };
      const read = file(declared).read(table, declared);
      return read.ok ? readFromFile(read.x, read.design, 'one of the readings') : read;
    },
    write: (x, design) => file(design).write(x, design),
  },
  reference: (request) =>
    likelihoodReference(request, bridge, { conditionsOn: `the ${countPresent(request.x)} readings` }),
  degeneracy: ridge,
  ridgePosition: ({ design, priors }) =>
    readDesign(design).load ? null : logRidgePosition([priors.EI, priors.m], [1, 1], 'EI/m′'),
  budget: () => ({ simulations: 200_000, fresh: false }),
};
