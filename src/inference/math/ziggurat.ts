/**
 * The ziggurat for the standard normal, 128 layers: Marsaglia & Tsang (J. Stat. Softw. 5(8), 2000) with the independent
 * layer index of Doornik, "An improved ziggurat method to generate normal random samples" (2005). The layer comes from
 * bits of the same random words that the abscissa does not use, so one draw mostly costs one pair of words.
 *
 * Why not a package: @stdlib/random-base-normal (and its gamma and beta, which call it) picks the layer with a Mersenne
 * Twister of its own, seeded once; what it returns then depends on everything drawn before, and no stream can be
 * repositioned.
 */

const LAYERS = 128;
/** Start of the right tail, and the area of every layer (Doornik 2005, table 1). */
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;

/** Right ends of the layers; entry 0 is the width of the base block that stands for rectangle plus tail. */
export const layerEnds = new Float64Array(LAYERS + 1);
/** Fraction of a layer that lies under the layer above, hence wholly under the density. */
export const layerCores = new Float64Array(LAYERS);

function build(): void {
  let density = Math.exp(-0.5 * TAIL * TAIL);
  layerEnds[0] = AREA / density;
  layerEnds[1] = TAIL;
  for (let i = 2; i < LAYERS; i++) {
    const end = Math.sqrt(-2 * Math.log(AREA / layerEnds[i - 1] + density));
    layerEnds[i] = end;
    density = Math.exp(-0.5 * end * end);
  }
  layerEnds[LAYERS] = 0;
  for (let i = 0; i < LAYERS; i++) layerCores[i] = layerEnds[i + 1] / layerEnds[i];
}
build();

/**
 * Finishes a draw whose abscissa `x` (in layer `layer`) fell outside the core.
 * @param uniform uniform numbers in (0, 1]
 * @returns the draw, or NaN when it is rejected and the caller must begin anew
 */
export function finishOutsideCore(x: number, layer: number, uniform: () => number): number {
  if (layer === 0) {
    // Marsaglia's tail: an exponential proposal beyond TAIL.
    for (;;) {
      const excess = -Math.log(uniform()) / TAIL;
      if (-2 * Math.log(uniform()) >= excess * excess) return x < 0 ? -TAIL - excess : TAIL + excess;
    }
  }
  const outer = Math.exp(-0.5 * (layerEnds[layer] ** 2 - x * x));
  const inner = Math.exp(-0.5 * (layerEnds[layer + 1] ** 2 - x * x));
  return inner + uniform() * (outer - inner) < 1 ? x : Number.NaN;
}
