/**
 * Whether this runtime has WebAssembly SIMD (four numbers at once), without which the fused kernels cannot be compiled: every
 * one of their products is written in it, so that there is no build without. Browsers have it since 2021 (Safari 2023), on
 * processors with SSE4.1 or NEON.
 */

/** A module whose one function puts a number into a vector: valid where SIMD is. */
const PROBE = Uint8Array.from(
  [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00].concat(
    // One type, () -> v128, and one function of it.
    [0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b, 0x03, 0x02, 0x01, 0x00],
    // i32.const 0, i8x16.splat
    [0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x0b],
  ),
);

export function hasSimd(): boolean {
  return WebAssembly.validate(PROBE);
}
