/**
 * What the flow of a session's network does to its base noise, layer by layer, for one observation: draws, the first of those
 * that the posterior on screen is drawn with, and further points of the base that the page asks about. The last layer is what the
 * engine samples; the states before it are those of the float64 reference, from there back to the base, so that the base says
 * how well the two agree. The network's own posterior under the requested priors: neither altered nor corrected nor weighted.
 */
import { layerStates, type LayerStates } from '../../../inference/flow/layerStates.ts';
import { parameterCount } from '../../../inference/flow/layout.ts';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { asZ } from '../../../inference/priors/space.ts';
import type { NetworkLayers } from '../reports.ts';
import { yieldToMessages } from '../../rpc/yieldToMessages.ts';
import type { AskedNetwork } from './requestedNetwork.ts';

const ROWS_AT_ONCE = 60;

/** The base that is compared with the way back, standard deviations. */
const MEANT = 4;

/**
 * @param s summaries [C]
 * @param points of the base, [n, D]
 * @param now milliseconds
 */
export async function networkLayers(
  network: AskedNetwork,
  s: Float64Array,
  draws: number,
  points: Float32Array,
  now: () => number,
): Promise<NetworkLayers> {
  await network.ready();
  const start = now();
  const { source, study } = network;
  const { spec, members } = source.engine;
  const { dim } = spec;
  const { step } = network.answering;
  const { prior, input } = network.inside();
  const all = await source.engine.parameters();
  const phi = all.slice(0, parameterCount(spec));
  const context = input.apply(s);
  const base = new Float32Array(draws * dim + points.length);
  const random = new Random(study.seed, STREAMS.base);
  for (let i = 0; i < draws * dim; i++) base[i] = random.normal();
  const size = base.length / dim;
  const { transforms } = spec.estimator;
  // The base of the flow stands in the order of its last transform; what is told and asked, in that of the parameters.
  const inOrder = (rows: Float32Array) => (transforms % 2 === 0 ? reversedRows(rows, dim) : rows);
  base.set(inOrder(points), draws * dim);

  // A copy: the network may be trained on meanwhile.
  const engine = source.newEngine();
  let z: Float32Array;
  try {
    engine.setParameters(all);
    z = await engine.sample(context, 1, size, base);
  } finally {
    engine.dispose();
  }
  const pieces: LayerStates[] = [];
  for (let from = 0; from < size; from += ROWS_AT_ONCE) {
    const to = Math.min(size, from + ROWS_AT_ONCE);
    pieces.push(layerStates(spec, phi, z.subarray(from * dim, to * dim), context));
    await yieldToMessages();
  }
  const states = joined(
    pieces.map((piece) => ({ rows: piece.size, values: piece.states })),
    transforms + 1,
    dim,
  );
  const logDensity = joined(
    pieces.map((piece) => ({ rows: piece.size, values: piece.logDensity })),
    transforms + 1,
    1,
  );

  const told = inOrder(base);
  let mismatch = 0;
  for (let i = 0; i < told.length; i++) {
    if (Math.abs(told[i]) <= MEANT) mismatch = Math.max(mismatch, Math.abs(states[i] - told[i]));
  }
  states.set(told);
  const theta = prior.unwhiten(asZ(Float64Array.from(z)));
  const logDensityTheta = Float64Array.from({ length: size }, (_, i) => {
    return logDensity[transforms * size + i] + prior.logJacobian(theta.subarray(i * dim, (i + 1) * dim));
  });
  const milliseconds = now() - start;
  return { transforms, size, draws, states, logDensity, theta, logDensityTheta, mismatch, members, step, milliseconds };
}

/** The numbers of each row [n, dim] in reversed order. */
function reversedRows(rows: Float32Array, dim: number): Float32Array {
  return rows.map((_, i) => rows[i - (i % dim) + dim - 1 - (i % dim)]);
}

/** Pieces [layers, rows of the piece, width] as one array [layers, rows, width]. */
function joined(
  pieces: readonly { readonly rows: number; readonly values: Float64Array }[],
  layers: number,
  width: number,
): Float64Array {
  const size = pieces.reduce((sum, { rows }) => sum + rows, 0);
  const out = new Float64Array(layers * size * width);
  let from = 0;
  for (const { rows, values } of pieces) {
    for (let layer = 0; layer < layers; layer++) {
      const piece = values.subarray(layer * rows * width, (layer + 1) * rows * width);
      out.set(piece, (layer * size + from) * width);
    }
    from += rows;
  }
  return out;
}
