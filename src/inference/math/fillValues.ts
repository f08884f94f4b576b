/** Numbers that programs and people write for a value that is not there. */

/** Of HEALPix, NetCDF, ROOT, GRIB, FITS, SPSS, whole numbers of 16 and 32 bits, and of people. */
const FILLS = new Set([
  -99, 99, -999, 999, -9999, 9999, -99_999, 99_999, -999_999, 999_999, -32_768, 32_767, -2_147_483_648, 2_147_483_647,
  -1.6375e30, 1e20, -1e20, 1e30, -1e30, 1e34, -1e34, 1e36, 1e37, 1e38, 9.969209968386869e36, -9.969209968386869e36,
]);

/** The same in float32, as files keep them. */
const SINGLE = new Set(Array.from(FILLS, Math.fround));

/** Whether programs write this number for a value that is not there. */
export function isFillValue(value: number): boolean {
  return FILLS.has(value) || SINGLE.has(value);
}
