/** The test of the cell, and the parameters of its equivalent circuit. */
import { positive } from '../positive.ts';
import { readingsField } from '../readings/anyReadings.ts';
import type { Design, DesignField, NuisanceSpec, ParameterSpec } from '../system.ts';

/** A constant current for a while, then rest; read every STEP seconds. */
export const CURRENT = 2;
export const LOADED = 300;
export const TIMES = Array.from({ length: 91 }, (_, i) => 10 * i);

export const defaultDesign: Design = { noise: 1 };

export const designFields: readonly DesignField[] = [
  readingsField,
  {
    kind: 'number',
    key: 'noise',
    label: 'Noise of the voltmeter',
    help: 'Sd of a reading.',
    unit: 'mV',
    low: 0.01,
    high: 50,
    scale: 'log',
  },
];

/** Noise in volts. */
export function noiseOf({ noise }: Design): number {
  if (!(typeof noise === 'number' && noise > 0)) {
    throw new RangeError(`design.noise is ${String(noise)}; it must be above zero`);
  }
  return noise / 1000;
}

const resistance = (key: string, symbol: string, label: string, description: string, truth: number): ParameterSpec =>
  positive(
    { key, symbol, label, unit: 'mΩ', description, defaultTruth: truth },
    { family: 'logUniform', low: 5, high: 100 },
    { low: 2, high: 200 },
  );

/** In the order of theta. */
export const parameters: readonly ParameterSpec[] = [
  resistance('R0', 'R₀', 'inner resistance', 'Makes the voltage fall at once when a current flows.', 30),
  resistance('R1', 'R₁', 'slow resistance', 'With the capacity C₁ beside it: makes the voltage sink slowly.', 20),
  positive(
    {
      key: 'C1',
      symbol: 'C₁',
      label: 'capacity',
      unit: 'F',
      description: 'The voltage sinks and recovers within the time R₁ C₁.',
      defaultTruth: 5000,
    },
    { family: 'logUniform', low: 500, high: 20_000 },
    { low: 200, high: 50_000 },
  ),
];

/** In the order of eta. */
export const nuisances: readonly NuisanceSpec[] = [
  {
    key: 'U0',
    symbol: 'U₀',
    label: 'voltage at rest',
    unit: 'V',
    description: 'Of the cell without a current. It depends on the charge, and is known to some millivolts.',
    defaultPrior: { family: 'normal', mean: 3.7, sd: 0.005, low: 0 },
    families: ['normal', 'uniform'],
    slider: { low: 3.6, high: 3.8, scale: 'linear' },
    domain: { low: 0, high: Infinity },
    defaultTruth: 3.7,
    fixedValue: 3.7,
    defaultMode: 'marginalised',
  },
];
