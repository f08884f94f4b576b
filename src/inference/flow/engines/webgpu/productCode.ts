/**
 * The three products of a layer in WGSL: forward, gradient of the weights, gradient of the input. A thread owns a column
 * (or, for the input gradient, an input row) for all samples of the tile, its sums in registers; activations are read from
 * workgroup memory, weights straight from the flat parameter vector. Of the masked matrices only the blocks that may be
 * non-zero are visited: degrees rise with the unit, so the inputs of a column are a range.
 */
import type { GpuLayer } from '../../embeddings/embedding.ts';
import type { Tile } from './tile.ts';

/** Those of a transform. */
const LAYERS: readonly GpuLayer[] = [
  {
    name: 'First',
    columns: 'H',
    rows: 'D + CONTEXT',
    inputs: [
      ['0u', 'degreeOf(c)'],
      ['D', 'D + CONTEXT'],
    ],
    firstColumn: 'select(0u, firstOf(k + 1u), k < D)',
  },
  {
    name: 'Hidden',
    columns: 'H',
    rows: 'H',
    inputs: [['0u', 'firstOf(degreeOf(c) + 1u)']],
    firstColumn: 'firstOf(degreeOf(k))',
  },
  {
    name: 'Output',
    columns: 'RAW',
    rows: 'H',
    inputs: [['0u', 'firstOf(c / S + 1u)']],
    firstColumn: 'degreeOf(k) * S',
  },
];

function quadsOf(tile: Tile): readonly number[] {
  return Array.from({ length: tile.rows / 4 }, (_, q) => q);
}

/** A loop over [from, to) in steps of four: four weights are on their way at once. */
function unrolled(index: string, from: string, to: string, body: (at: string, i: number) => string): string {
  const four = [0, 1, 2, 3];
  return `
    { var ${index} = ${from};
      let end = ${to};
      for (; ${index} + 4u <= end; ${index} += 4u) {
        ${four.map((i) => body(`(${index} + ${i}u)`, i)).join('\n        ')}
      }
      for (; ${index} < end; ${index}++) { ${body(index, 0)} }
    }`;
}

/**
 * `forwardX(source, goal, matrix, bias, keepAt)`: table[goal] = relu(input W + b), and the same to the kept activations when
 * `keep`, for the layers of a transform and those of the embedding. The output layer has no ReLU, writes single numbers to `raw` and keeps none. Needs `phi`, `table`, `raw`, `kept`.
 * @param alone whether the layers of the transforms are left out
 */
export function forwardCode(tile: Tile, embedding: readonly GpuLayer[], keep: boolean, alone = false): string {
  const quads = quadsOf(tile);
  return [...(alone ? [] : LAYERS), ...embedding]
    .map(({ name, columns, inputs }) => {
      const product = (k: string, i: number): string =>
        `let w${i} = phi[matrix + ${k} * ${columns} + c]; ${quads.map((q) => `a${q} += w${i} * table[source + ${k} * Q + ${q}u];`).join(' ')}`;
      const write = (q: number): string =>
        name === 'Output'
          ? [0, 1, 2, 3].map((lane) => `raw[c * R + ${4 * q + lane}u] = a${q}[${lane}];`).join(' ')
          : `a${q} = max(a${q}, vec4f()); table[goal + c * Q + ${q}u] = a${q}; ${keep ? `kept[keepAt + c * Q + ${q}u] = a${q};` : ''}`;
      return `
fn forward${name}(source: u32, goal: u32, matrix: u32, bias: u32, keepAt: u32) {
  for (var c = thread; c < ${columns}; c += W) {
    let b = phi[bias + c];
    ${quads.map((q) => `var a${q} = vec4f(b);`).join(' ')}
    ${inputs.map(([begin, end]) => unrolled('k', begin, end, product)).join('')}
    ${quads.map(write).join('\n    ')}
  }
}`;
    })
    .join('\n');
}

/**
 * `weightsX(input, delta, matrix, bias)`: adds the tile's gradient of W and b to the workgroup's slice; and
 * `inputsX(delta, input, matrix)`: replaces the input's activations by their gradient, through the ReLU that made them
 * (`withRelu`). The first layer gives that of z alone unless `throughContext`. Needs `phi`, `table`, and `put(place, value)`.
 */
export function backwardCode(tile: Tile, embedding: readonly GpuLayer[], throughContext: boolean): string {
  const quads = quadsOf(tile);
  return [...LAYERS, ...embedding]
    .map(({ name, columns, rows, inputs, firstColumn }) => {
      const outer = (k: string): string =>
        `put(matrix + ${k} * ${columns} + c, ${quads.map((q) => `dot(table[input + ${k} * Q + ${q}u], d${q})`).join(' + ')});`;
      const inner = (c: string, i: number): string =>
        `let w${i} = phi[matrix + k * ${columns} + ${c}]; ${quads.map((q) => `a${q} += w${i} * table[delta + ${c} * Q + ${q}u];`).join(' ')}`;
      return `
fn weights${name}(input: u32, delta: u32, matrix: u32, bias: u32) {
  for (var c = thread; c < ${columns}; c += W) {
    ${quads.map((q) => `let d${q} = table[delta + c * Q + ${q}u];`).join(' ')}
    ${inputs.map(([begin, end]) => unrolled('k', begin, end, outer)).join('')}
    put(bias + c, ${quads.map((q) => `dot(d${q}, vec4f(1.0))`).join(' + ')});
  }
}
fn inputs${name}(delta: u32, input: u32, matrix: u32, withRelu: bool) {
  for (var k = thread; k < ${name === 'First' && !throughContext ? 'D' : rows}; k += W) {
    ${quads.map((q) => `var a${q} = vec4f();`).join(' ')}
    ${unrolled('c', firstColumn, columns, inner)}
    ${quads
      .map(
        (q) =>
          `let x${q} = table[input + k * Q + ${q}u]; table[input + k * Q + ${q}u] = select(a${q}, vec4f(), vec4<bool>(withRelu) & (x${q} <= vec4f()));`,
      )
      .join('\n    ')}
  }
}`;
    })
    .join('\n');
}
