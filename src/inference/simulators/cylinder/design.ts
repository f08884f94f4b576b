/** Where the gauges sit, what is known of pressure and gauges; parameters and their priors. */
import type { Design, DesignField, NuisanceSpec, ParameterSpec } from '../system.ts';
import { positive } from '../positive.ts';
import { readingsField } from '../readings/anyReadings.ts';
import { INNER, OUTER } from './lame.ts';

export const GAUGES = 11;

export const defaultDesign: Design = { gauges: 'spread', radius: 1.5, noise: 1e-4, pressure: 'known' };

export const designFields: readonly DesignField[] = [
  {
    kind: 'choice',
    key: 'gauges',
    label: 'Gauges',
    help: 'Where the eleven gauges sit that measure how far the wall has moved.',
    prominent: true,
    options: [
      { value: 'spread', label: 'over the wall', help: 'at 1.0, 1.1, ..., 2.0 cm from the axis' },
      {
        value: 'single',
        label: 'at one radius',
        help: 'all at the same distance: they fix one combination of λ and μ only',
      },
    ],
  },
  readingsField,
  {
    kind: 'number',
    key: 'radius',
    label: 'Radius of the gauges',
    help: 'Distance from the axis.',
    unit: 'cm',
    low: INNER,
    high: OUTER,
    scale: 'linear',
    when: ({ gauges }) => gauges === 'single',
  },
  {
    kind: 'number',
    key: 'noise',
    label: 'Noise of a gauge',
    help: 'Sd of a reading. The wall moves by some thousandths of a centimetre.',
    unit: 'cm',
    low: 1e-6,
    high: 1e-2,
    scale: 'log',
  },
  {
    kind: 'choice',
    key: 'pressure',
    label: 'Inner pressure',
    help: 'Stiffness and pressure stand in the equations as a ratio only.',
    prominent: true,
    options: [
      { value: 'known', label: 'known, or nearly', help: 'fixed, or drawn from its prior for every simulation' },
      {
        value: 'inferred',
        label: 'inferred',
        help: 'a third parameter: only the ratios of λ and μ to p are then fixed',
      },
    ],
  },
];

export interface CylinderDesign {
  /** Of each gauge, cm. */
  readonly radii: readonly number[];
  readonly noise: number;
  readonly pressureInferred: boolean;
}

/** @throws TypeError or RangeError on a field that no design has */
export function readDesign({ gauges, radius, noise, pressure }: Design): CylinderDesign {
  if (gauges !== 'spread' && gauges !== 'single') {
    throw new TypeError(`design.gauges is ${String(gauges)}; it must be 'spread' or 'single'`);
  }
  if (pressure !== 'known' && pressure !== 'inferred') {
    throw new TypeError(`design.pressure is ${String(pressure)}; it must be 'known' or 'inferred'`);
  }
  if (!(typeof noise === 'number' && noise > 0)) {
    throw new RangeError(`design.noise is ${String(noise)}; it must be above zero`);
  }
  const at = Number(radius);
  if (gauges === 'single' && !(at >= INNER && at <= OUTER)) {
    throw new RangeError(`design.radius is ${String(radius)}; the wall reaches from ${INNER} to ${OUTER} cm`);
  }
  return {
    radii: Array.from({ length: GAUGES }, (_, i) =>
      gauges === 'single' ? at : Number((INNER + ((OUTER - INNER) * i) / (GAUGES - 1)).toFixed(6)),
    ),
    noise,
    pressureInferred: pressure === 'inferred',
  };
}

const modulus = (key: string, symbol: string, label: string, description: string, truth: number): ParameterSpec =>
  positive(
    { key, symbol, label, unit: 'GPa', description, defaultTruth: truth },
    { family: 'lognormal', mean: 0, sd: 0.5 },
    { low: 0.1, high: 10 },
  );

const MODULI: readonly ParameterSpec[] = [
  modulus('lambda', 'λ', 'first Lamé modulus', 'How much the material resists a change of volume, beside μ.', 1.5),
  modulus('mu', 'μ', 'shear modulus', 'How much the material resists a change of shape.', 1),
];

const PRESSURE: ParameterSpec = {
  key: 'p',
  symbol: 'p',
  label: 'inner pressure',
  unit: 'GPa',
  description: 'Pressure of what the tube holds: 0.01 GPa are 100 bar.',
  defaultPrior: { family: 'normal', mean: 0.01, sd: 0.0005, low: 0 },
  families: ['normal', 'lognormal', 'logUniform', 'uniform'],
  slider: { low: 0.001, high: 0.05, scale: 'log' },
  domain: { low: 0, high: Infinity },
  defaultTruth: 0.01,
};

const OFFSET: NuisanceSpec = {
  key: 'off',
  symbol: 'c',
  label: 'offset of the gauges',
  unit: 'cm',
  description: 'What all gauges show before the tube is under pressure.',
  defaultPrior: { family: 'normal', mean: 0, sd: 1e-4 },
  families: ['normal', 'uniform'],
  slider: { low: -0.003, high: 0.003, scale: 'linear' },
  domain: { low: -Infinity, high: Infinity },
  defaultTruth: 0,
  fixedValue: 0,
  defaultMode: 'fixed',
};

/** In the order of theta. */
export function parametersOf(design: Design): readonly ParameterSpec[] {
  if (!readDesign(design).pressureInferred) return MODULI;
  // Inferred, it is not known beforehand to a few percent.
  return [
    ...MODULI,
    {
      ...PRESSURE,
      defaultPrior: { family: 'lognormal', mean: Math.log(0.01), sd: 0.5 },
      families: ['lognormal', 'logUniform', 'uniform'],
    },
  ];
}

/** In the order of eta. */
export function nuisancesOf(design: Design): readonly NuisanceSpec[] {
  return readDesign(design).pressureInferred
    ? [OFFSET]
    : [OFFSET, { ...PRESSURE, fixedValue: 0.01, defaultMode: 'fixed' }];
}
