/**
 * A network far from its start, for tests: fresh weights with a last layer large enough that every spline bends. Tests on
 * fresh weights would only ever see the identity.
 */
import { Random, STREAMS } from '../../math/random.ts';
import { initialise } from '../initialise.ts';
import { layout } from '../layout.ts';
import type { NetworkSpec } from '../spec.ts';

export function randomNetwork(spec: NetworkSpec, seed: number): Float32Array {
  const phi = initialise(spec, new Random(seed, STREAMS.weights));
  const random = new Random(seed, STREAMS.weights, 1);
  for (const { name, offset, shape } of layout(spec)) {
    const size = shape.length === 2 ? shape[0] * shape[1] : shape[0];
    for (let i = offset; i < offset + size; i++) {
      // The softmax inputs are divided by sqrt(H), so widths and heights need raw numbers of order sqrt(H) to bend.
      if (name.endsWith('M4')) phi[i] *= 300;
      else if (shape.length === 1) phi[i] = 0.3 * random.normal();
    }
  }
  return phi;
}
