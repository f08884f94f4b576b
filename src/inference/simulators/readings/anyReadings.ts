/**
 * Systems whose readings come in one by one: a design in which any number of them may be missing. What is trained then is one
 * network for all of them: of each simulation some readings are left out at random, and the network is told which are there. A
 * reading that is not there is NaN, in x and in the summaries that are made of it alone.
 *
 * Which are left out says nothing about theta: they are drawn without it, so the likelihood of those that are there is that of
 * the whole with the others integrated out.
 */
import type { Random } from '../../math/random.ts';
import { sizeOf } from '../dataShape.ts';
import type { ColumnsFormat, Design, DesignField, Model } from '../system.ts';

/** The field of the design. A design without it is one of all readings: those from before there were others are such. */
export const READINGS = 'readings';

export const readingsField: DesignField = {
  kind: 'choice',
  key: READINGS,
  label: 'Readings',
  help: '',
  prominent: true,
  otherwise: 'all',
  options: [
    { value: 'all', label: 'all at once', help: 'The network is trained for complete data.' },
    {
      value: 'any',
      label: 'one by one',
      help: 'A twin that is read live: one network for any number of readings, which is told those that are there.',
    },
  ],
};

/** Whether readings may be missing in this design. @throws TypeError on a value that no design has */
export function anyReadings({ [READINGS]: readings = 'all' }: Design): boolean {
  if (readings !== 'all' && readings !== 'any') {
    throw new TypeError(`design.readings is ${String(readings)}; it must be 'all' or 'any'`);
  }
  return readings === 'any';
}

/** The design without what it need not say: one of all readings says nothing of them. */
export function withoutUsualReadings(design: Design): Design {
  if (design[READINGS] !== 'all') return design;
  const { [READINGS]: _, ...rest } = design;
  return rest;
}

/** Of simulations: all readings are there; the first few of any number; of those in turn some are left out. */
const WHOLE = 0.15;
const LOGARITHMIC = 0.45;
const THINNED = 0.25;

/**
 * Which readings of a simulation are there, into `present` [readings]: 1 or 0. At least one is. In 15 % of all simulations all are; in
 * the others the first k, where k is uniform, or its logarithm is (half each, nearly), so that the few first readings, which change
 * the most, are seen often. In a quarter of all simulations each of these k is then left out with one probability, itself uniform:
 * so every set of readings comes up.
 */
export function drawPresent(random: Random, present: Uint8Array): void {
  const n = present.length;
  const kind = random.uniform();
  const u = random.uniform();
  const first =
    kind < WHOLE ? n : kind < WHOLE + LOGARITHMIC ? Math.floor(Math.exp(u * Math.log(n + 1))) : 1 + Math.floor(u * n);
  const count = Math.min(n, Math.max(1, first));
  present.fill(0).fill(1, 0, count);
  if (random.uniform() >= THINNED) return;
  const share = random.uniform();
  const kept = Math.min(count - 1, Math.floor(random.uniform() * count));
  for (let i = 0; i < count; i++) if (random.uniform() < share && i !== kept) present[i] = 0;
}

/**
 * The model of any number of readings, from that of all of them.
 * @param whole whose `simulate` gives all readings, and whose `summarise` takes x with NaN; the first summaries are made of one entry of
 *   x each, in their order, and NaN where that is
 * @param name what the readings are called, in the plural
 */
export function withAnyReadings(whole: Model, name = 'readings'): Model {
  const size = sizeOf(whole.x);
  const present = new Uint8Array(size);
  const complete: Model['simulate'] = (theta, eta, random, out) => whole.simulate(theta, eta, random, out);
  return {
    ...whole,
    missing: true,
    readings: {
      name,
      complete,
      presentIn: (s) => Uint8Array.from({ length: size }, (_, i) => (Number.isNaN(s[i]) ? 0 : 1)),
    },
    simulate(theta, eta, random, out) {
      complete(theta, eta, random, out);
      drawPresent(random, present);
      leaveOut(out, present);
    },
  };
}

/** In place: entries of x that are not there become NaN. */
export function leaveOut(x: Float64Array, present: ArrayLike<number>): void {
  for (let i = 0; i < x.length; i++) if (present[i] === 0) x[i] = Number.NaN;
}

/** How many entries are there. */
export function countPresent(x: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < x.length; i++) if (!Number.isNaN(x[i])) count++;
  return count;
}

/** What is wrong with data of which some entries are missing that are there together, or not at all; null: nothing. */
export function tornGroup({ readings }: Pick<Model, 'readings'>, x: ArrayLike<number>): string | null {
  const { group = 1, name = 'readings' } = readings ?? {};
  if (group === 1) return null;
  for (let start = 0; start < x.length; start += group) {
    const there = countPresent(Array.prototype.slice.call(x, start, start + group));
    if (there === 0 || there === group) continue;
    return `Of the ${name} number ${1 + start / group} has ${there} of its ${group} numbers; the network was trained for whole ones.`;
  }
  return null;
}

/**
 * Raw data of a file, of which some may be missing: the design is then one of any number of readings.
 * @param reading what one is, for messages: "the reading of one radius"
 */
export function readFromFile(x: Float64Array, design: Design, reading: string): ReturnType<ColumnsFormat['read']> {
  const missing = x.length - countPresent(x);
  if (missing === 0) return { ok: true, x, design, notices: [] };
  if (missing === x.length) {
    return { ok: false, problem: { problem: 'There is no reading.', remedy: `Give ${reading} at least.` } };
  }
  const notice = `${missing} of ${x.length} readings ${missing === 1 ? 'is' : 'are'} not there; the posterior is that of the others.`;
  return { ok: true, x, design: { ...design, [READINGS]: 'any' }, notices: [notice] };
}

/** The first `count` readings of those that are there, the others NaN. */
export function firstReadings(x: ArrayLike<number>, count: number): Float64Array {
  let left = count;
  return Float64Array.from(x, (value) => (Number.isNaN(value) || left-- > 0 ? value : Number.NaN));
}
