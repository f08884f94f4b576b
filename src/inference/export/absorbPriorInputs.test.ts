import { describe, expect, it } from 'vitest';
import { ReferenceFlow } from '../flow/referenceFlow.ts';
import { randomNetwork } from '../flow/testing/randomNetwork.ts';
import { convSpec, convolutions, embeddingOfWidth, specOf, stage } from '../flow/testing/specs.ts';
import type { NetworkSpec } from '../flow/spec.ts';
import { Standardiser, withMask } from '../training/standardiser.ts';
import { absorbPriorInputs } from './absorbPriorInputs.ts';

const shape: NetworkSpec = specOf({ dim: 2, context: 6, transforms: 2, hidden: 16, bins: 5 });

describe('a network for one of the priors that it learnt', () => {
  it.each([0, 4])('has the density of the whole network told that prior (embedding of %d)', (embedding) => {
    const spec = { ...shape, embedding: embeddingOfWidth(embedding) };
    const own = [randomNetwork(spec, 1), randomNetwork(spec, 2)];
    const phi = Float32Array.of(...own[0], ...own[1]);
    const standardisation = new Standardiser(Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(1, 2, 1, 2, 3, 4));
    const whole = { spec, phi, members: 2, standardisation };
    const h = [7, 1.5];
    const one = absorbPriorInputs(whole, h);
    const s = [1.3, 0.2, 2.9, 6];
    const input = new Standardiser(one.standardisation.mean, one.standardisation.sd).apply(s);
    const each = one.phi.length / 2;
    for (const member of [0, 1]) {
      const oracle = new ReferenceFlow(spec, own[member]).logDensity([0.3, -1], standardisation.apply([...s, ...h]));
      const alone = new ReferenceFlow(one.spec, one.phi.subarray(member * each, (member + 1) * each));
      expect(alone.logDensity([0.3, -1], input)).toBeCloseTo(oracle, 4);
    }
  });

  it.each([
    specOf({ dim: 2, context: 12, embedding: 4, mask: true, transforms: 2, hidden: 16, bins: 5 }),
    convSpec(convolutions([1, 2, 2], [stage(4, 3, 1)], 4, { mask: true }), 2, 2),
    convSpec(convolutions([1, 1, 3], [stage(4, 3, 1)], 4, { mask: true, dimensions: 1 }), 2, 3),
  ])('the same with a mask, where a summary is missing and the prior is not: %o', (spec) => {
    const phi = randomNetwork(spec, 1);
    const standardisation = new Standardiser(Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(1, 2, 1, 2, 3, 4));
    const h = [7, 1.5];
    const one = absorbPriorInputs({ spec, phi, members: 1, standardisation }, h);
    const s = [1.3, Number.NaN, 2.9, 6];
    const told = withMask(standardisation.withLast(h), 6).apply(s);
    const input = withMask(new Standardiser(one.standardisation.mean, one.standardisation.sd), 4).apply(s);
    expect([one.spec.context, [...input.subarray(4)]]).toEqual([8, [1, 0, 1, 1]]);
    const oracle = new ReferenceFlow(spec, phi).logDensity([0.3, -1], told);
    expect(new ReferenceFlow(one.spec, one.phi).logDensity([0.3, -1], input)).toBeCloseTo(oracle, 4);
  });
});
