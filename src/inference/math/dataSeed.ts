/**
 * A seed of its own for every observation: answers to several observations from one seed's numbers would all have the same
 * noise, and ranks, coverage and averages over them would be those of one draw.
 */
import { philoxBlock } from './philox.ts';

/**
 * An integer in [0, 2^53) that depends on the seed, the data and the occasion, as if drawn at random for each: the data's
 * words go through the Philox block function one after another, keyed by the seed. Data that differ in a bit have nothing in
 * common; two observations among n share a seed with probability n^2 2^-54.
 * @param seed an integer in [0, 2^53)
 * @param data summaries of one observation, or of several
 * @param occasion tells apart several answers to the same data
 */
export function dataSeed(seed: number, data: ArrayLike<number>, occasion = 0): number {
  const [key0, key1] = [seed | 0, Math.floor(seed / 2 ** 32) | 0];
  const state = Uint32Array.of(occasion, Math.floor(occasion / 2 ** 32), data.length, 0);
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  philoxBlock(state[0], state[1], state[2], state[3], key0, key1, state);
  for (let j = 0; j < data.length; j++) {
    // -0 and 0 are the same datum.
    number[0] = data[j] + 0;
    philoxBlock(state[0] ^ words[0], state[1] ^ words[1], state[2], state[3], key0, key1, state);
  }
  return state[0] * 2 ** 21 + (state[1] >>> 11);
}
