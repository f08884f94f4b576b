/**
 * The Philox 4x32-10 block function: a keyed bijection of 128-bit counters whose output passes as random.
 * Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011). Being a function of the counter
 * alone, it lets any simulation start at its own place in the sequence without anything being drawn before it.
 */

const MULTIPLIER_0_HIGH = 0xd251;
const MULTIPLIER_0_LOW = 0x1f53;
const MULTIPLIER_0 = 0xd2511f53 | 0;
const MULTIPLIER_1_HIGH = 0xcd9e;
const MULTIPLIER_1_LOW = 0x8d57;
const MULTIPLIER_1 = 0xcd9e8d57 | 0;
const WEYL_0 = 0x9e3779b9 | 0;
const WEYL_1 = 0xbb67ae85 | 0;
const ROUNDS = 10;

/**
 * Upper 32 bits of the 64-bit product of two unsigned words, one given by its halves. Schoolbook multiplication: a
 * double cannot hold the whole product.
 */
function upperProduct(word: number, high: number, low: number): number {
  const wordLow = word & 0xffff;
  const wordHigh = word >>> 16;
  const carry = Math.imul(wordLow, low) >>> 16;
  const middle = Math.imul(wordHigh, low) + carry;
  const cross = Math.imul(wordLow, high) + (middle & 0xffff);
  return (Math.imul(wordHigh, high) + (middle >>> 16) + (cross >>> 16)) | 0;
}

/**
 * Writes the block of counter (c0, c1, c2, c3) under key (k0, k1) into `out` [4] as unsigned 32-bit words. Arguments are
 * read modulo 2^32.
 */
export function philoxBlock(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
): void {
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  let key0 = k0 | 0;
  let key1 = k1 | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = upperProduct(x0, MULTIPLIER_0_HIGH, MULTIPLIER_0_LOW);
    const low0 = Math.imul(x0, MULTIPLIER_0);
    const high1 = upperProduct(x2, MULTIPLIER_1_HIGH, MULTIPLIER_1_LOW);
    const low1 = Math.imul(x2, MULTIPLIER_1);
    x0 = high1 ^ x1 ^ key0;
    x1 = low1;
    x2 = high0 ^ x3 ^ key1;
    x3 = low0;
    key0 = (key0 + WEYL_0) | 0;
    key1 = (key1 + WEYL_1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}
