/** The bridge, what is measured of it, and its parameters. */
import { positive } from '../positive.ts';
import { readingsField } from '../readings/anyReadings.ts';
import type { Design, DesignField, ParameterSpec } from '../system.ts';

/** Span, m. */
export const LENGTH = 30;
/** Of the static test, N: ten tonnes. */
export const LOAD = 1e5;
export const MODES = [1, 2, 3] as const;

export const defaultDesign: Design = { load: false, frequencyNoise: 0.5, sagNoise: 2 };

export const designFields: readonly DesignField[] = [
  {
    kind: 'switch',
    key: 'load',
    label: 'A lorry stands in the middle',
    help: 'A static test besides the frequencies: how far the bridge sags under ten tonnes. It knows the stiffness without the mass.',
    prominent: true,
  },
  readingsField,
  {
    kind: 'number',
    key: 'frequencyNoise',
    label: 'Noise of a frequency',
    help: 'Sd, as a share of the frequency.',
    unit: '%',
    low: 0.01,
    high: 20,
    scale: 'log',
  },
  {
    kind: 'number',
    key: 'sagNoise',
    label: 'Noise of the sag',
    help: 'Sd, as a share of the sag.',
    unit: '%',
    low: 0.01,
    high: 50,
    scale: 'log',
    when: ({ load }) => load === true,
  },
];

export interface BridgeDesign {
  readonly load: boolean;
  /** Sd of the logarithms. */
  readonly frequencyNoise: number;
  readonly sagNoise: number;
}

/** @throws TypeError or RangeError on a field that no design has */
export function readDesign({ load, frequencyNoise, sagNoise }: Design): BridgeDesign {
  if (typeof load !== 'boolean') throw new TypeError(`design.load is ${String(load)}; it must be true or false`);
  const share = (key: string, value: unknown): number => {
    if (typeof value === 'number' && value > 0) return value / 100;
    throw new RangeError(`design.${key} is ${String(value)}; it must be above zero`);
  };
  return {
    load,
    frequencyNoise: share('frequencyNoise', frequencyNoise),
    sagNoise: load ? share('sagNoise', sagNoise) : Number.NaN,
  };
}

/** In the order of theta. */
export const parameters: readonly ParameterSpec[] = [
  positive(
    {
      key: 'EI',
      symbol: 'EI',
      label: 'bending stiffness',
      unit: 'GN m²',
      description:
        'Young’s modulus times the second moment of area: how much the deck resists bending. Cracks lower it.',
      defaultTruth: 1.68,
    },
    { family: 'lognormal', mean: Math.log(1.68), sd: 0.4 },
    { low: 0.168, high: 16.8 },
  ),
  positive(
    {
      key: 'm',
      symbol: 'm′',
      label: 'mass per length',
      unit: 't/m',
      description: 'Of the deck with all that lies on it.',
      defaultTruth: 5,
    },
    { family: 'lognormal', mean: Math.log(5), sd: 0.3 },
    { low: 0.5, high: 50 },
  ),
];
