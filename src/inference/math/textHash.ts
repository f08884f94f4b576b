/**
 * A short name for a text: equal texts have equal ones, others differ but by a chance of some 1e-16 for each pair. Two rounds of
 * MurmurHash3 (Appleby) of UTF-16 units, with different seeds; no protection against someone who looks for a collision.
 */
export function textHash(text: string): string {
  return [0x9747b28c, 0x3c6ef372].map((seed) => murmur(text, seed).toString(16).padStart(8, '0')).join('');
}

function murmur(text: string, seed: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    h ^= k;
    h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  }
  h ^= text.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
