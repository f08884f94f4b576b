/** A short run of every fuzz target; `npm run fuzz` is the long one. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fuzzTarget } from './target.ts';
import { fuzzTargets } from './targets.ts';

const CASES = 2_000;
const SEED = 1;

it.each(fuzzTargets)('$name: inputs are read or refused', async (target) => {
  const cases = Math.ceil(CASES * target.share);
  expect(await target.run(cases, SEED)).toMatchObject({ cases });
});

it('a target that throws, rejects or is slow is found', async () => {
  const fails = (holds: (n: number) => void | Promise<void>) => fuzzTarget('', fc.nat(100), holds).run(500, SEED);
  await expect(fails((n) => expect(n).not.toBe(42))).rejects.toThrow(/Counterexample: \[42\]/);
  await expect(fails((n) => (n > 50 ? Promise.reject(new Error('no')) : undefined))).rejects.toThrow(/\[51\]/);
  const busy = () => {
    const before = process.cpuUsage();
    let sum = 0;
    while (process.cpuUsage(before).user < 1_100_000) for (let i = 0; i < 1e6; i++) sum += Math.sqrt(i);
    expect(sum).toBeGreaterThan(0);
  };
  await expect(fuzzTarget('', fc.constant(0), busy).run(1, SEED)).rejects.toThrow(/The case took 1\.\d+ s/);
});
