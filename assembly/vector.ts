/** Four numbers at once: multiply-add, exponential and logarithm (polynomials of the Cephes library, about 1 ulp). */

/** a b + c; one rounding or two, as the machine likes, in the relaxed build. */
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

@inline
export function splat(value: f32): v128 {
  return f32x4.splat(value);
}

/** mask ? a : b, for masks of whole lanes. */
@inline
export function choose(mask: v128, a: v128, b: v128): v128 {
  return v128.bitselect(a, b, mask);
}

@inline
export function sumLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/** e^x for x in [-87, 88]; beyond, the value at the end. */
export function exp(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, splat(-87.0)), splat(88.0));
  const n = f32x4.nearest(f32x4.mul(x, splat(1.44269504088896341)));
  let r = fma(n, splat(-0.693359375), x);
  r = fma(n, splat(2.12194440e-4), r);
  let y = splat(1.9875691500e-4);
  y = fma(y, r, splat(1.3981999507e-3));
  y = fma(y, r, splat(8.3334519073e-3));
  y = fma(y, r, splat(4.1665795894e-2));
  y = fma(y, r, splat(1.6666665459e-1));
  y = fma(y, r, splat(5.0000001201e-1));
  y = f32x4.add(fma(y, f32x4.mul(r, r), r), splat(1.0));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(y, power);
}

/** ln x for normal x > 0. */
export function log(x: v128): v128 {
  // Mantissa in [sqrt(1/2), sqrt(2)), so that the exponent carries the rest.
  const shifted = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
  const mantissa = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const f = f32x4.sub(mantissa, splat(1.0));
  const f2 = f32x4.mul(f, f);
  let y = splat(7.0376836292e-2);
  y = fma(y, f, splat(-1.1514610310e-1));
  y = fma(y, f, splat(1.1676998740e-1));
  y = fma(y, f, splat(-1.2420140846e-1));
  y = fma(y, f, splat(1.4249322787e-1));
  y = fma(y, f, splat(-1.6668057665e-1));
  y = fma(y, f, splat(2.0000714765e-1));
  y = fma(y, f, splat(-2.4999993993e-1));
  y = fma(y, f, splat(3.3333331174e-1));
  y = f32x4.mul(f32x4.mul(y, f), f2);
  y = fma(exponent, splat(-2.12194440e-4), y);
  y = fma(f2, splat(-0.5), y);
  return fma(exponent, splat(0.693359375), f32x4.add(f, y));
}
