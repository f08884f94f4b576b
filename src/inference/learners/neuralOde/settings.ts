/** What can be chosen of a neural ODE. */
import { PULSES } from '../../simulators/geneDelay/design.ts';
import type { Design, DesignField } from '../../simulators/system.ts';
import type { Variant } from './sizes.ts';

/** Of a law, in a few words. */
export const LAW_NAMES: Readonly<Record<Variant, string>> = {
  M0: 'M0, this moment',
  M1: 'M1, one delay',
  M2: 'M2, the last 40 min',
};

const NOTHING = 'none';

export const settingFields: readonly DesignField[] = [
  {
    kind: 'choice',
    key: 'law',
    label: 'What the rate may depend on',
    help: 'The network G turns mRNA into the rate at which protein is made. Of which time may the mRNA be?',
    options: [
      { value: 'M0', label: 'M0: this moment', help: 'G(m(t)): a law without memory' },
      { value: 'M1', label: 'M1: one delay', help: 'G(m(t − τ)); τ is learnt with the network, between 0 and 40 min' },
      { value: 'M2', label: 'M2: the last 40 min', help: 'G of the mRNA now and 5, 10, ..., 40 min ago' },
    ],
  },
  {
    kind: 'choice',
    key: 'heldOut',
    label: 'Pulse that is held out',
    help: 'It is not learnt from. How well it is predicted tells a law from a curve that only follows its data.',
    options: [
      ...PULSES.map((on) => ({ value: String(on), label: `${on} min`, help: `the pulse of ${on} min` })),
      { value: NOTHING, label: 'none', help: 'all pulses are learnt from, and none is left to test with' },
    ],
  },
  {
    kind: 'number',
    key: 'weightSd',
    label: 'Prior sd of the weights',
    help: 'Normal prior around 0. Smaller: smoother laws.',
    unit: '',
    low: 0.1,
    high: 10,
    scale: 'log',
  },
  {
    kind: 'number',
    key: 'steps',
    label: 'Steps at most',
    help: 'It ends earlier where the loss no longer falls.',
    unit: '',
    low: 10,
    high: 2000,
    scale: 'log',
    integer: true,
  },
];

export const defaultSettings: Design = { law: 'M1', heldOut: '60', weightSd: 1, steps: 400 };

export function variantOf({ law }: Design): Variant {
  if (law !== 'M0' && law !== 'M1' && law !== 'M2') {
    throw new TypeError(`law is ${String(law)}; it must be 'M0', 'M1' or 'M2'`);
  }
  return law;
}
