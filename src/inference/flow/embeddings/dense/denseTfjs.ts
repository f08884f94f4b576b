/** The dense embedding in TensorFlow.js ops. */
import { dense } from '../../engines/tfjs/dense.ts';
import type { TfjsEmbedding } from '../embedding.ts';

export const denseTfjs: TfjsEmbedding = {
  forward: (weights, input) => {
    const hidden = dense(input, weights('embedding.M1'), weights('embedding.b1'), null, true);
    return dense(hidden, weights('embedding.M2'), weights('embedding.b2'), null, true);
  },
};
