/** The form of a prior in a document; what its numbers may be is asked of the prior itself (prior.ts). */
import * as v from 'valibot';

/** JSON knows no others, but a program that calls the schema may. */
export const finite = v.pipe(v.number(), v.finite());
const truncation = { low: v.optional(finite), high: v.optional(finite) };
export const priorRecord = v.variant('family', [
  v.strictObject({ family: v.literal('uniform'), low: finite, high: finite }),
  v.strictObject({ family: v.literal('logUniform'), low: finite, high: finite }),
  v.strictObject({ family: v.literal('normal'), mean: finite, sd: finite, ...truncation }),
  v.strictObject({ family: v.literal('lognormal'), mean: finite, sd: finite, ...truncation }),
  v.strictObject({ family: v.literal('exponential'), mean: finite, ...truncation }),
  v.strictObject({ family: v.literal('gamma'), shape: finite, scale: finite, ...truncation }),
  v.strictObject({ family: v.literal('beta'), a: finite, b: finite, ...truncation }),
  v.strictObject({ family: v.literal('uniformLessNormal'), low: finite, high: finite, mean: finite, sd: finite }),
  v.strictObject({ family: v.literal('fixed'), value: finite }),
]);
