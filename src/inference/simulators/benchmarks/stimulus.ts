/**
 * The white-noise stimulus of the Bernoulli GLM: `numpy.random.RandomState(42).randn(100)` in single precision, made here
 * as NumPy makes it: MT19937 seeded by `init_genrand` (Matsumoto & Nishimura, ACM TOMACS 8, 1998, with the 2002
 * initialisation), 53-bit doubles from two words, and Marsaglia's polar method, whose second number comes first.
 */

const WORDS = 624;
const SHIFT = 397;

/** 32-bit words of MT19937 from an integer seed in [0, 2^32). */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(WORDS);
  state[0] = seed;
  for (let i = 1; i < WORDS; i++) {
    state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  }
  let at = WORDS;
  return () => {
    if (at === WORDS) {
      for (let i = 0; i < WORDS; i++) {
        const joined = (state[i] & 0x80000000) | (state[(i + 1) % WORDS] & 0x7fffffff);
        state[i] = state[(i + SHIFT) % WORDS] ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
      }
      at = 0;
    }
    let word = state[at++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    word ^= word >>> 18;
    return word >>> 0;
  };
}

/** The first `count` numbers (even) of RandomState(seed).randn. */
export function numpyNormals(seed: number, count: number): Float64Array {
  const word = mersenneTwister(seed);
  const uniform = (): number => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
  const normals = new Float64Array(count);
  for (let i = 0; i < count; ) {
    const first = 2 * uniform() - 1;
    const second = 2 * uniform() - 1;
    const square = first * first + second * second;
    if (square >= 1 || square === 0) continue;
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    normals[i++] = factor * second;
    normals[i++] = factor * first;
  }
  return normals;
}

/** The stimulus of the task, [100]. */
export const stimulus: Float64Array = numpyNormals(42, 100).map(Math.fround);
