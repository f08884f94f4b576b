/**
 * The three matrix products of a dense layer, each in blocks of 4 x 8 results that stay in registers: outputs from inputs,
 * gradients of inputs from those of outputs, gradients of weights from both. Blocks that the mask empties are not visited.
 *
 * The inner loops are not unrolled on purpose: Binaryen would move the loads of all steps before their first use, and the
 * results would no longer fit into registers.
 */
import { BLOCK, inputPanel, Layer, outputPanel, ROW } from './plan';
import { fma, splat } from './vector';

/**
 * out[c][s] = bias[c] + sum_k w[k][c] x[k][s] for 4 columns c and 8 samples s, through a ReLU if wanted.
 * @param w rows k of a column panel, 16 bytes each
 * @param x rows k of a panel
 * @param bias 4 numbers
 */
export function forwardBlock(w: usize, x: usize, count: i32, bias: usize, out: usize, relu: bool): void {
  let a0 = v128.load32_splat(bias, 0);
  let a1 = a0;
  let b0 = v128.load32_splat(bias, 4);
  let b1 = b0;
  let c0 = v128.load32_splat(bias, 8);
  let c1 = c0;
  let d0 = v128.load32_splat(bias, 12);
  let d1 = d0;
  const end = w + (<usize>count << 4);
  while (w < end) {
    const x0 = v128.load(x, 0);
    const x1 = v128.load(x, 16);
    let f = v128.load32_splat(w, 0);
    a0 = fma(f, x0, a0);
    a1 = fma(f, x1, a1);
    f = v128.load32_splat(w, 4);
    b0 = fma(f, x0, b0);
    b1 = fma(f, x1, b1);
    f = v128.load32_splat(w, 8);
    c0 = fma(f, x0, c0);
    c1 = fma(f, x1, c1);
    f = v128.load32_splat(w, 12);
    d0 = fma(f, x0, d0);
    d1 = fma(f, x1, d1);
    w += 16;
    x += ROW;
  }
  if (relu) {
    const zero = splat(0.0);
    a0 = f32x4.pmax(a0, zero);
    a1 = f32x4.pmax(a1, zero);
    b0 = f32x4.pmax(b0, zero);
    b1 = f32x4.pmax(b1, zero);
    c0 = f32x4.pmax(c0, zero);
    c1 = f32x4.pmax(c1, zero);
    d0 = f32x4.pmax(d0, zero);
    d1 = f32x4.pmax(d1, zero);
  }
  v128.store(out, a0, 0);
  v128.store(out, a1, 16);
  v128.store(out, b0, 32);
  v128.store(out, b1, 48);
  v128.store(out, c0, 64);
  v128.store(out, c1, 80);
  v128.store(out, d0, 96);
  v128.store(out, d1, 112);
}

/** The whole layer, for some panels. */
export function forward(layer: Layer, phi: usize, x: usize, out: usize, panels: i32, relu: bool): void {
  const blocks = layer.blocks;
  const bias = phi + layer.bias;
  for (let p = 0; p < panels; p++) {
    for (let j = 0; j < blocks; j++) {
      const at = <usize>j << 2;
      const w = phi + load<usize>(layer.panels + at);
      forwardBlock(w, x, load<i32>(layer.ends + at), bias + (at << 2), out + <usize>j * BLOCK, relu);
    }
    x += inputPanel(layer);
    out += outputPanel(layer);
  }
}

/**
 * Gradient of the inputs of row blocks `from` to `to - 1`, for some panels: out[k][s] = sum_c w[k][c] d[c][s]. With
 * `activation` (the layer's input, a ReLU's output), zero where that is zero. With `add`, added to what is there.
 * @param out [panel][rows][8], written from row 4 `from` on
 */
export function inputGradient(
  layer: Layer,
  phi: usize,
  d: usize,
  out: usize,
  panels: i32,
  from: i32,
  to: i32,
  activation: usize,
): void {
  for (let p = 0; p < panels; p++) {
    for (let i = from; i < to; i++) {
      const at = <usize>i * BLOCK;
      inputGradientBlock(layer, phi, d, out + at, i, activation == 0 ? 0 : activation + at);
    }
    d += outputPanel(layer);
    out += inputPanel(layer);
    if (activation != 0) activation += inputPanel(layer);
  }
}

function inputGradientBlock(layer: Layer, phi: usize, d: usize, out: usize, i: i32, activation: usize): void {
  const start = load<i32>(layer.starts + (<usize>i << 2));
  let a0 = splat(0.0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  const row = phi + (<usize>i << 6);
  let table = layer.panels + (<usize>start << 2);
  const end = layer.panels + (<usize>layer.blocks << 2);
  d += <usize>start * BLOCK;
  while (table < end) {
    let w = row + load<usize>(table);
    const column = w + 16;
    while (w < column) {
      const x0 = v128.load(d, 0);
      const x1 = v128.load(d, 16);
      let f = v128.load32_splat(w, 0);
      a0 = fma(f, x0, a0);
      a1 = fma(f, x1, a1);
      f = v128.load32_splat(w, 16);
      b0 = fma(f, x0, b0);
      b1 = fma(f, x1, b1);
      f = v128.load32_splat(w, 32);
      c0 = fma(f, x0, c0);
      c1 = fma(f, x1, c1);
      f = v128.load32_splat(w, 48);
      d0 = fma(f, x0, d0);
      d1 = fma(f, x1, d1);
      w += 4;
      d += ROW;
    }
    table += 4;
  }
  if (activation != 0) {
    const zero = splat(0.0);
    a0 = v128.and(a0, f32x4.gt(v128.load(activation, 0), zero));
    a1 = v128.and(a1, f32x4.gt(v128.load(activation, 16), zero));
    b0 = v128.and(b0, f32x4.gt(v128.load(activation, 32), zero));
    b1 = v128.and(b1, f32x4.gt(v128.load(activation, 48), zero));
    c0 = v128.and(c0, f32x4.gt(v128.load(activation, 64), zero));
    c1 = v128.and(c1, f32x4.gt(v128.load(activation, 80), zero));
    d0 = v128.and(d0, f32x4.gt(v128.load(activation, 96), zero));
    d1 = v128.and(d1, f32x4.gt(v128.load(activation, 112), zero));
  }
  v128.store(out, a0, 0);
  v128.store(out, a1, 16);
  v128.store(out, b0, 32);
  v128.store(out, b1, 48);
  v128.store(out, c0, 64);
  v128.store(out, c1, 80);
  v128.store(out, d0, 96);
  v128.store(out, d1, 112);
}

/**
 * Adds the gradient of the weights and biases of a layer. `d` is turned into [panel][column / 4][8][4] on the way, so that
 * four columns of one sample are a vector.
 * @param x [panel][rows][8] the layer's input
 * @param d [panel][columns][8] gradient of its output (before the ReLU)
 * @param turned space as large as d
 */
export function weightGradient(layer: Layer, gradient: usize, x: usize, d: usize, turned: usize, panels: i32): void {
  const blocks = layer.blocks;
  const panelD = outputPanel(layer);
  for (let j = 0; j < blocks; j++) {
    const at = <usize>j * BLOCK;
    turn(d + at, turned + at, panels, panelD, gradient + layer.bias + (<usize>j << 4));
  }
  const rowBlocks = layer.rows >> 2;
  const panelX = inputPanel(layer);
  for (let i = 0; i < rowBlocks; i++) {
    let j = load<i32>(layer.starts + (<usize>i << 2));
    const rowX = x + <usize>i * BLOCK;
    const row = gradient + (<usize>i << 6);
    if (((blocks - j) & 1) != 0) {
      const w = row + load<usize>(layer.panels + (<usize>j << 2));
      weightGradientHalf(w, rowX, turned + <usize>j * BLOCK, panels, panelX, panelD);
      j++;
    }
    for (; j < blocks; j += 2) {
      const at = layer.panels + (<usize>j << 2);
      const columns = turned + <usize>j * BLOCK;
      weightGradientBlock(row + load<usize>(at, 0), row + load<usize>(at, 4), rowX, columns, panels, panelX, panelD);
    }
  }
}

/** Transposes 4 rows x 8 samples of each panel and adds their sums over samples to 4 biases. */
function turn(d: usize, out: usize, panels: i32, panelBytes: usize, bias: usize): void {
  let sum = v128.load(bias);
  for (let p = 0; p < panels; p++) {
    for (let half: usize = 0; half < 2; half++) {
      const from = d + (half << 4);
      const to = out + (half << 6);
      const r0 = v128.load(from, 0);
      const r1 = v128.load(from, 32);
      const r2 = v128.load(from, 64);
      const r3 = v128.load(from, 96);
      const p0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const p1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const p2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const p3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const s0 = v128.shuffle<f32>(p0, p1, 0, 1, 4, 5);
      const s1 = v128.shuffle<f32>(p0, p1, 2, 3, 6, 7);
      const s2 = v128.shuffle<f32>(p2, p3, 0, 1, 4, 5);
      const s3 = v128.shuffle<f32>(p2, p3, 2, 3, 6, 7);
      sum = f32x4.add(sum, f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
      v128.store(to, s0, 0);
      v128.store(to, s1, 16);
      v128.store(to, s2, 32);
      v128.store(to, s3, 48);
    }
    d += panelBytes;
    out += panelBytes;
  }
  v128.store(bias, sum);
}

/** Two column panels (8 columns) x 4 rows: w[k][c] += sum_s x[k][s] d[s][c]. */
function weightGradientBlock(
  left: usize,
  right: usize,
  x: usize,
  d: usize,
  panels: i32,
  panelX: usize,
  panelD: usize,
): void {
  let a0 = v128.load(left, 0);
  let b0 = v128.load(left, 16);
  let c0 = v128.load(left, 32);
  let d0 = v128.load(left, 48);
  let a1 = v128.load(right, 0);
  let b1 = v128.load(right, 16);
  let c1 = v128.load(right, 32);
  let d1 = v128.load(right, 48);
  for (let p = 0; p < panels; p++) {
    let s = x;
    let row = d;
    const end = x + ROW;
    while (s < end) {
      const y0 = v128.load(row, 0);
      const y1 = v128.load(row, 128);
      let f = v128.load32_splat(s, 0);
      a0 = fma(f, y0, a0);
      a1 = fma(f, y1, a1);
      f = v128.load32_splat(s, 32);
      b0 = fma(f, y0, b0);
      b1 = fma(f, y1, b1);
      f = v128.load32_splat(s, 64);
      c0 = fma(f, y0, c0);
      c1 = fma(f, y1, c1);
      f = v128.load32_splat(s, 96);
      d0 = fma(f, y0, d0);
      d1 = fma(f, y1, d1);
      s += 4;
      row += 16;
    }
    x += panelX;
    d += panelD;
  }
  v128.store(left, a0, 0);
  v128.store(left, b0, 16);
  v128.store(left, c0, 32);
  v128.store(left, d0, 48);
  v128.store(right, a1, 0);
  v128.store(right, b1, 16);
  v128.store(right, c1, 32);
  v128.store(right, d1, 48);
}

/** One column panel (4 columns) x 4 rows. */
function weightGradientHalf(w: usize, x: usize, d: usize, panels: i32, panelX: usize, panelD: usize): void {
  let a = v128.load(w, 0);
  let b = v128.load(w, 16);
  let c = v128.load(w, 32);
  let e = v128.load(w, 48);
  for (let p = 0; p < panels; p++) {
    let s = x;
    let column = d;
    const end = x + ROW;
    while (s < end) {
      const y = v128.load(column);
      a = fma(v128.load32_splat(s, 0), y, a);
      b = fma(v128.load32_splat(s, 32), y, b);
      c = fma(v128.load32_splat(s, 64), y, c);
      e = fma(v128.load32_splat(s, 96), y, e);
      s += 4;
      column += 16;
    }
    x += panelX;
    d += panelD;
  }
  v128.store(w, a, 0);
  v128.store(w, b, 16);
  v128.store(w, c, 32);
  v128.store(w, e, 48);
}
