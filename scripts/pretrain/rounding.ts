/**
 * Rounding of the weights of the networks that come with the page, for the sake of their size: a first visit waits for one. The 24 bits
 * of a weight's significand are as good as random, and no archive packs them; of a rounded weight the low bytes are zero. It stays
 * a float32, in the same file. Of the networks that were there before, only that of the opening system is rounded: it is the one
 * that a first visit loads, and the numbers that others gave (e2e/earlier, VALIDATION.md) are of unrounded weights.
 */
import type { TrainerSnapshot } from '../../src/inference/training/snapshot.ts';

/**
 * The fewest of 11, 9 and 8 whose validation loss moves by less than 0.001 nats and whose medians move by less than 0.01 posterior sd,
 * measured on birth-death (5,000 validation pairs; medians of 20,000 draws at the first observation, of the same noise; the largest of
 * three parameters):
 *
 * | bits | study file, bytes | loss, change in nats | median, change in sd |
 * |---|---|---|---|
 * | 24 | 229,486 | | |
 * | 11 | 156,227 | -0.00001 | 0.0005 |
 * | 9 | 137,894 | 0.00007 | 0.0010 |
 * | 8 | 127,586 | 0.0002 | 0.003 |
 */
export const SIGNIFICAND_BITS = 8;

/** Of the validation loss by the rounding of a network, nats: more, and the network is not rounded. */
export const MOST_LOSS_CHANGE = 0.001;

/** Bits of a float32 significand, the leading one that is not stored included. */
const FULL_BITS = 24;

/**
 * To the nearest with a significand of so many bits, ties to even. Zeros keep their sign.
 * @param values finite
 * @param bits 2 to 23
 */
export function roundedTo(values: Float32Array, bits: number): Float32Array {
  const patterns = Uint32Array.from(new Uint32Array(values.slice().buffer));
  const dropped = FULL_BITS - bits;
  for (const [i, pattern] of patterns.entries()) {
    // A carry out of the significand goes to the exponent, as it should.
    const half = 2 ** (dropped - 1) - 1 + ((pattern >>> dropped) & 1);
    patterns[i] = ((pattern + half) >>> dropped) << dropped;
  }
  return new Float32Array(patterns.buffer);
}

/**
 * A run that is over, with rounded weights.
 * @throws Error for one that goes on: it would not be left with them
 */
export function roundedRun(snapshot: TrainerSnapshot, bits = SIGNIFICAND_BITS): TrainerSnapshot {
  if (!snapshot.finished) throw new Error('Only the weights of a finished training are rounded.');
  const { checkpoint } = snapshot;
  return { ...snapshot, checkpoint: { ...checkpoint, phi: roundedTo(checkpoint.phi, bits) } };
}
