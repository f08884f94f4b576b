/**
 * The convolutional embedding, and that of sets, in WGSL (convCode.ts): all planes of a tile of samples stay in the workgroup's part
 * of a storage buffer, for they are larger than its memory. The way back replaces each plane by its gradient, in its place.
 */
import type { GpuEmbedding, Plane } from '../embedding.ts';
import { type GpuStage, inputCode, poolCode, stageCode } from './convCode.ts';
import { convGeometry, type Convolutions } from './geometry.ts';

export function convGpu(embedding: Convolutions, context: number): GpuEmbedding {
  const geometry = convGeometry(embedding, context);
  const { stages, items, pooled, flat, extras } = geometry;
  const overPlaces = embedding.pool === 'mean';
  const means = pooled || overPlaces;
  // Columns of the planes, then of what the dense layer takes: without means, that begins with the last plane.
  const planes: Plane[] = [stages[0].input, ...stages.map(({ output }) => output)];
  const starts: number[] = [];
  let size = 0;
  for (const { height, width, channels } of planes) {
    starts.push(size);
    size += items * height * width * channels;
  }
  const last = starts[stages.length];
  const joined = means ? size : last;
  const weights = joined + flat + extras;
  const between = weights + (pooled ? items : 0);
  const place = (column: number): string => `(keptAt + (KEPT_EMBEDDING + ${column}u) * Q)`;

  const layers: GpuStage[] = stages.map((stage, i) => ({
    name: `Embedding${i + 1}`,
    weights: String(i + 1),
    geometry: stage,
    items,
    from: place(starts[i]),
    to: place(starts[i + 1]),
    gradient: place(starts[i + 1]),
    active: i === 0 ? 0 : stage.input.channels,
  }));
  const dense: GpuStage = {
    name: 'EmbeddingDense',
    weights: 'Dense',
    geometry: {
      input: { height: 1, width: 1, channels: flat + extras },
      output: { height: 1, width: 1, channels: embedding.features },
      kernel: [1, 1],
      stride: [1, 1],
      border: [0, 0],
      fanIn: flat + extras,
    },
    items: 1,
    from: place(joined),
    to: 'keptAt',
    gradient: '(keptAt + KEPT_CONTEXT_GRADIENT * Q)',
    active: means ? 0 : flat,
  };
  const all = [...layers, dense];

  return {
    layers: [],
    constants: {},
    widths: [0, 0],
    between,
    inStorage: true,
    code: (samples, threads, backward) => `
${inputCode(embedding, geometry, context, joined + flat)}
${means ? poolCode({ geometry, overPlaces, last: place(last), joined: place(joined), weights: place(weights), first: place(0) }, backward) : ''}
${all.map((stage) => stageCode(stage, samples / 4, threads, backward)).join('\n')}`,
    forward: () => `
  // Threads may still be at the tile before.
  storageBarrier();
  loadPlanes();
  storageBarrier();
  ${layers.map(({ name }) => `forward${name}();\n  storageBarrier();`).join('\n  ')}
  ${means ? 'takeMeans();' : ''}
  forward${dense.name}();`,
    backward: (toInput) => `
  storageBarrier();
  // Through the last layer's ReLU.
  for (var at = thread; at < CONTEXT * Q; at += W) {
    let place = keptAt + KEPT_CONTEXT_GRADIENT * Q + at;
    kept[place] = select(vec4f(), kept[place], kept[keptAt + at] > vec4f());
  }
  storageBarrier();
  ${all
    .toReversed()
    .map(
      (stage, i) => `weights${stage.name}();
  ${
    i + 1 < all.length || toInput
      ? `storageBarrier();
  inputs${stage.name}();
  storageBarrier();`
      : ''
  }
  ${i === 0 && means ? 'spreadMeans();\n  storageBarrier();' : ''}`,
    )
    .join('\n  ')}`,
    inputGradient: 'kept[keptAt + (KEPT_EMBEDDING + placeOfInput(k)) * Q + q]',
  };
}
