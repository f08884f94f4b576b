/**
 * WGSL of the convolutional embedding. A plane [item][height][width][channels] lies in `kept`, Q vec4 a number (the samples of the
 * tile); other threads read what one has written, hence storage barriers between the functions. A thread computes `group` columns
 * of a place for all samples, in registers. Zeros around a plane are not stored: loops leave them out. Every sum has its order.
 */
import type { ConvGeometry, Convolutions, StageGeometry } from './geometry.ts';

/** A layer with ReLU: a convolution, or a dense layer as one of a single place. */
export interface GpuStage {
  /** Of its functions: `forwardX`, `weightsX`, `inputsX`. */
  readonly name: string;
  /** Its weights are K<...> and b<...> of the embedding. */
  readonly weights: string;
  readonly geometry: StageGeometry;
  readonly items: number;
  /** Places in `kept`, expressions: of its input, its output, and the gradient of that (through its ReLU). */
  readonly from: string;
  readonly to: string;
  readonly gradient: string;
  /** The first channels of its input have come through a ReLU; the others have not. */
  readonly active: number;
}

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

/** Columns that a thread takes at once: four read an activation once for all of them, unless that leaves threads idle. */
function groupOf(columns: number, others: number, threads: number): number {
  return [4, 2].find((group) => columns % group === 0 && (columns / group) * others >= threads) ?? 1;
}

export function stageCode(stage: GpuStage, quads: number, threads: number, backward: boolean): string {
  return `${forward(stage, range(quads), threads)}
${backward ? weights(stage, range(quads), threads) + inputs(stage, range(quads), threads) : ''}`;
}

function forward({ name, weights, geometry, items, from, to }: GpuStage, quads: readonly number[], threads: number) {
  const { input, output, kernel, stride, border } = geometry;
  const places = items * output.height * output.width;
  const columns = output.channels;
  const group = groupOf(columns, places, threads);
  const each = range(group);
  return `
fn forward${name}() {
  for (var item = thread; item < ${(places * columns) / group}u; item += W) {
    let c = ${group}u * (item % ${columns / group}u);
    let place = item / ${columns / group}u;
    let x = place % ${output.width}u * ${stride[1]}u;
    let y = place / ${output.width}u % ${output.height}u * ${stride[0]}u;
    let plane = place / ${output.height * output.width}u;
    ${each.map((g) => `let b${g} = phi[own + EMBEDDING_b${weights} + c + ${g}u]; ${quads.map((q) => `var a${g}${q} = vec4f(b${g});`).join(' ')}`).join('\n    ')}
    // Of a line of the kernel, what lies inside of the picture is one stretch of it, and of the matrix.
    let left = max(x, ${border[1]}u);
    let run = (min(x + ${kernel[1]}u, ${input.width + border[1]}u) - left) * ${input.channels}u;
    for (var i = 0u; i < ${kernel[0]}u; i++) {
      let down = y + i;
      if (down < ${border[0]}u || down >= ${input.height + border[0]}u) { continue; }
      var at = ${from} + ((plane * ${input.height}u + down - ${border[0]}u) * ${input.width}u + left - ${border[1]}u) * ${input.channels}u * Q;
      var w = own + EMBEDDING_K${weights} + (i * ${kernel[1]}u + left - x) * ${input.channels * columns}u + c;
      for (var k = 0u; k < run; k++) {
        ${quads.map((q) => `let x${q} = kept[at + ${q}u];`).join(' ')}
        ${each.map((g) => `let w${g} = phi[w + ${g}u]; ${quads.map((q) => `a${g}${q} += w${g} * x${q};`).join(' ')}`).join('\n        ')}
        at += Q;
        w += ${columns}u;
      }
    }
    let goal = ${to} + (place * ${columns}u + c) * Q;
    ${each.flatMap((g) => quads.map((q) => `kept[goal + ${g}u * Q + ${q}u] = max(a${g}${q}, vec4f());`)).join('\n    ')}
  }
}`;
}

/**
 * [from, to) of the places of the output, along one side, whose kernel has its number `index` inside of the picture, as WGSL.
 * @returns statements that declare both
 */
function reached(index: string, from: string, to: string, [border, stride, size, outputs]: readonly number[]): string {
  // The last one's number in the bordered picture is at most border + size - 1.
  return `let ${from} = select(0u, (${border}u - min(${index}, ${border}u) + ${stride - 1}u) / ${stride}u, ${index} < ${border}u);
    let ${to} = select(min(${outputs}u, (${border + size - 1}u - min(${index}, ${border + size - 1}u)) / ${stride}u + 1u), 0u, ${index} > ${border + size - 1}u);`;
}

function weights(
  { name, weights, geometry, items, from, gradient }: GpuStage,
  quads: readonly number[],
  threads: number,
) {
  const { input, output, kernel, stride, border, fanIn } = geometry;
  const columns = output.channels;
  const group = groupOf(columns, fanIn, threads);
  const each = range(group);
  const places = items * output.height * output.width;
  return `
fn weights${name}() {
  for (var item = thread; item < ${(fanIn * columns) / group}u; item += W) {
    let c = ${group}u * (item % ${columns / group}u);
    let row = item / ${columns / group}u;
    let j = row / ${input.channels}u % ${kernel[1]}u;
    let i = row / ${input.channels * kernel[1]}u;
    ${reached('i', 'top', 'bottom', [border[0], stride[0], input.height, output.height])}
    ${reached('j', 'left', 'right', [border[1], stride[1], input.width, output.width])}
    ${each.map((g) => `var a${g} = vec4f();`).join(' ')}
    for (var plane = 0u; plane < ${items}u; plane++) {
      for (var y = top; y < bottom; y++) {
        let down = y * ${stride[0]}u + i - ${border[0]}u;
        let across = left * ${stride[1]}u + j - ${border[1]}u;
        var at = ${from} + (((plane * ${input.height}u + down) * ${input.width}u + across) * ${input.channels}u + row % ${input.channels}u) * Q;
        var d = ${gradient} + (((plane * ${output.height}u + y) * ${output.width}u + left) * ${columns}u + c) * Q;
        for (var x = left; x < right; x++) {
          ${quads.map((q) => `let x${q} = kept[at + ${q}u];`).join(' ')}
          ${each.map((g) => quads.map((q) => `a${g} += x${q} * kept[d + ${g}u * Q + ${q}u];`).join(' ')).join('\n          ')}
          at += ${stride[1] * input.channels}u * Q;
          d += ${columns}u * Q;
        }
      }
    }
    let goal = own + EMBEDDING_K${weights} + row * ${columns}u + c;
    ${each.map((g) => `put(goal + ${g}u, dot(a${g}, vec4f(1.0)));`).join(' ')}
  }
  for (var c = thread; c < ${columns}u; c += W) {
    var a = vec4f();
    for (var place = 0u; place < ${places}u; place++) {
      let d = ${gradient} + (place * ${columns}u + c) * Q;
      ${quads.map((q) => `a += kept[d + ${q}u];`).join(' ')}
    }
    put(own + EMBEDDING_b${weights} + c, dot(a, vec4f(1.0)));
  }
}`;
}

/** The input becomes its gradient: each number collects from the places whose kernel it was under. */
function inputs(
  { name, weights, geometry, items, from, gradient, active }: GpuStage,
  quads: readonly number[],
  threads: number,
) {
  const { input, output, kernel, stride, border } = geometry;
  const places = items * input.height * input.width;
  const columns = output.channels;
  const group = groupOf(input.channels, places, threads);
  const each = range(group);
  return `
fn inputs${name}() {
  for (var item = thread; item < ${(places * input.channels) / group}u; item += W) {
    let k = ${group}u * (item % ${input.channels / group}u);
    let place = item / ${input.channels / group}u;
    let x = place % ${input.width}u + ${border[1]}u;
    let y = place / ${input.width}u % ${input.height}u + ${border[0]}u;
    let plane = place / ${input.height * input.width}u;
    ${each.map((g) => quads.map((q) => `var a${g}${q} = vec4f();`).join(' ')).join('\n    ')}
    for (var i = y % ${stride[0]}u; i < ${kernel[0]}u && i <= y; i += ${stride[0]}u) {
      let down = (y - i) / ${stride[0]}u;
      if (down >= ${output.height}u) { continue; }
      for (var j = x % ${stride[1]}u; j < ${kernel[1]}u && j <= x; j += ${stride[1]}u) {
        let across = (x - j) / ${stride[1]}u;
        if (across >= ${output.width}u) { continue; }
        var d = ${gradient} + ((plane * ${output.height}u + down) * ${output.width}u + across) * ${columns}u * Q;
        var w = own + EMBEDDING_K${weights} + ((i * ${kernel[1]}u + j) * ${input.channels}u + k) * ${columns}u;
        for (var c = 0u; c < ${columns}u; c++) {
          ${quads.map((q) => `let d${q} = kept[d + ${q}u];`).join(' ')}
          ${each.map((g) => `let w${g} = phi[w + ${g * columns}u]; ${quads.map((q) => `a${g}${q} += w${g} * d${q};`).join(' ')}`).join('\n          ')}
          d += Q;
          w++;
        }
      }
    }
    let goal = ${from} + (place * ${input.channels}u + k) * Q;
    ${each
      .flatMap((g) =>
        quads.map((q) => {
          const at = `kept[goal + ${g}u * Q + ${q}u]`;
          const dead = `vec4<bool>(k + ${g}u < ${active}u) & (${at} <= vec4f())`;
          return `${at} = ${active === 0 ? `a${g}${q}` : `select(a${g}${q}, vec4f(), ${dead})`};`;
        }),
      )
      .join('\n    ')}
  }
}`;
}

/** `loadPlanes()`: the context to its places. @param extrasAt column of the numbers that are no part of the pictures */
export function inputCode(
  { dimensions, input: { height, width, channels } }: Convolutions,
  { items, stages, extras }: ConvGeometry,
  context: number,
  extrasAt: number,
): string {
  // As ConvGeometry.place.
  const blocks = stages[0].input.channels / channels;
  const values = context / blocks;
  const pixels = height * width;
  const entries = items * pixels * channels;
  const pixel = dimensions === 2 ? `inItem % ${pixels}u` : `inItem / ${channels}u`;
  const channel = dimensions === 2 ? `inItem / ${pixels}u` : `inItem % ${channels}u`;
  return `
fn placeOfInput(number: u32) -> u32 {
  let block = number / ${values}u;
  let at = number % ${values}u;
  if (at >= ${entries}u) { return ${extrasAt}u + block * ${extras / blocks}u + at - ${entries}u; }
  let inItem = at % ${pixels * channels}u;
  let pixel = at / ${pixels * channels}u * ${pixels}u + ${pixel};
  return pixel * ${stages[0].input.channels}u + block * ${channels}u + ${channel};
}
fn loadPlanes() {
  for (var k = thread; k < C; k += W) {
    let goal = keptAt + (KEPT_EMBEDDING + placeOfInput(k)) * Q;
    for (var q = 0u; q < Q; q++) { kept[goal + q] = contextOf(k, q); }
  }
}`;
}

interface Means {
  readonly geometry: ConvGeometry;
  readonly overPlaces: boolean;
  /** Places in `kept`: of the first planes and the last ones, of what the dense layer takes, and of the weights of the pictures. */
  readonly first: string;
  readonly last: string;
  readonly joined: string;
  readonly weights: string;
}

/** `takeMeans()`: over pictures, and over places; `spreadMeans()`: their gradient becomes that of the last planes. */
export function poolCode({ geometry, overPlaces, first, last, joined, weights }: Means, backward: boolean): string {
  const { items, places, channels, made, pooled, stages } = geometry;
  const each = overPlaces ? places : 1;
  const weightOf = (item: string): string => (pooled ? `kept[${weights} + ${item} * Q + q] *` : '');
  return `
${pooled ? itemWeights(geometry, first, joined, weights, stages[0].input.channels) : ''}
fn takeMeans() {
  ${pooled ? 'weighItems();' : ''}
  for (var at = thread; at < ${made}u * Q; at += W) {
    let q = at % Q;
    var mean = vec4f();
    for (var item = 0u; item < ${items}u; item++) {
      var sum = vec4f();
      for (var place = 0u; place < ${each}u; place++) { sum += kept[${last} + (item * ${each}u + place) * ${made}u * Q + at]; }
      mean += ${weightOf('item')} sum;
    }
    kept[${joined} + at] = mean / ${each}.0;
  }
  storageBarrier();
}
${
  backward
    ? `
fn spreadMeans() {
  for (var at = thread; at < ${items * places * channels}u * Q; at += W) {
    let q = at % Q;
    let g = ${weightOf(`(at / (${places * channels}u * Q))`)} kept[${joined} + at % (${made}u * Q)] / ${each}.0;
    let place = ${last} + at;
    kept[place] = select(vec4f(), g, kept[place] > vec4f());
  }
}`
    : ''
}`;
}

/** What each picture counts in the means: 1 / their number where it is there, else 0; and ln(1 + that number) behind the means. */
function itemWeights(
  { items, made, maskOf: [from, to], stages }: ConvGeometry,
  first: string,
  joined: string,
  weights: string,
  channels: number,
): string {
  const pixels = stages[0].input.height * stages[0].input.width;
  const look = `
    there = vec4f();
    for (var pixel = 0u; pixel < ${pixels}u; pixel++) {
      for (var c = ${from}u; c < ${to}u; c++) {
        let mask = kept[${first} + ((item * ${pixels}u + pixel) * ${channels}u + c) * Q + q];
        there = select(there, vec4f(1.0), mask > vec4f());
      }
      if (all(there > vec4f())) { break; }
    }`;
  return `
fn weighItems() {
  for (var at = thread; at < ${items}u * Q; at += W) {
    let item = at / Q;
    let q = at % Q;
    var there = vec4f(1.0);
    ${from < to ? look : ''}
    kept[${weights} + at] = there;
  }
  storageBarrier();
  for (var q = thread; q < Q; q += W) {
    var count = vec4f();
    for (var item = 0u; item < ${items}u; item++) { count += kept[${weights} + item * Q + q]; }
    let part = 1.0 / max(count, vec4f(1.0));
    for (var item = 0u; item < ${items}u; item++) { kept[${weights} + item * Q + q] *= part; }
    kept[${joined} + ${made}u * Q + q] = log(1.0 + count);
  }
  storageBarrier();
}`;
}
