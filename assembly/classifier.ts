/**
 * A classifier of two classes with two hidden layers of ReLUs and a logistic output, trained by Adam: the network of
 * scikit-learn's MLPClassifier, which the classifier two-sample test of bench/c2st/ needs. A module of its own (nothing of it
 * is in the page). One instance holds one classifier; bench/c2st/classifier.ts drives it.
 *
 * Activations are [units][samples], samples in panels of 8; weights [outputs][inputs]. Numbers of units are padded to
 * multiples of 4 with zeros: padded inputs and units stay zero in all steps, since no gradient reaches them.
 */
import { fma, splat, sumLanes } from './vector';

const BETA1: f32 = 0.9;
const BETA2: f32 = 0.999;
const NEW1: f32 = 0.1;
const NEW2: f32 = 0.001;
const EPSILON: f32 = 1e-8;
/** Rows of the output layer: one logit and the padding. */
const OUTPUTS: i32 = 4;

let inputs: i32 = 0;
let hidden: i32 = 0;
/** Bytes of a row of activations. */
let row: usize = 0;
/** Bytes of all parameters: the weights and biases of layer 1, 2 and 3. */
let size: usize = 0;
let phi: usize = 0;
let gradient: usize = 0;
let first: usize = 0;
let second: usize = 0;
let x: usize = 0;
let h1: usize = 0;
let h2: usize = 0;
let logit: usize = 0;
let d1: usize = 0;
let d2: usize = 0;
let d3: usize = 0;

/**
 * Lays the classifier out in memory.
 * @param width padded number of inputs
 * @param units padded number of units of each hidden layer
 * @param samples most samples of a batch, a multiple of 8
 * @returns address of the parameters: W1 [units, width], b1, W2 [units, units], b2, W3 [4, units], b3
 */
export function configure(width: i32, units: i32, samples: i32): usize {
  inputs = width;
  hidden = units;
  row = <usize>samples << 2;
  size = <usize>(units * (width + 1) + units * (units + 1) + OUTPUTS * (units + 1)) << 2;
  phi = (__heap_base + 63) & ~63;
  gradient = phi + size;
  first = gradient + size;
  second = first + size;
  x = second + size;
  h1 = x + <usize>width * row;
  h2 = h1 + <usize>units * row;
  logit = h2 + <usize>units * row;
  d1 = logit + <usize>OUTPUTS * row;
  d2 = d1 + <usize>units * row;
  d3 = d2 + <usize>units * row;
  const end = memoryEnd();
  const missing = <i32>((end + 65535) >> 16) - memory.size();
  if (missing > 0) memory.grow(missing);
  memory.fill(phi, 0, end - phi);
  return phi;
}

function memoryEnd(): usize {
  return d3 + <usize>OUTPUTS * row;
}

/** First byte after the classifier's memory: where the caller puts data, labels and row numbers. */
export function free(): usize {
  return (memoryEnd() + 63) & ~63;
}

/**
 * One step of Adam on the mean log loss and the L2 penalty of scikit-learn, decay / (2 n) |W|^2.
 * @param data [., inputs] f32 @param labels [.] f32, 0 or 1 @param rows u32 [count]
 * @param rate learning rate with both bias corrections
 * @returns loss before the step, penalty included
 */
export function step(data: usize, labels: usize, rows: usize, count: i32, decay: f32, rate: f32): f64 {
  forward(data, rows, count);
  let loss: f64 = 0;
  for (let s: usize = 0; s < <usize>count; s++) {
    const y = load<f32>(labels + (<usize>load<u32>(rows + (s << 2)) << 2));
    const z = <f64>load<f32>(logit + (s << 2));
    const e = Math.exp(-Math.abs(z));
    loss += Math.max(z, 0) - z * y + Math.log1p(e);
    const p = (z >= 0 ? 1 : e) / (1 + e);
    store<f32>(d3 + (s << 2), <f32>((p - y) / count));
  }
  // The last panel of a short batch: samples that are not there pull at nothing.
  for (let s = count; s < panelled(count); s++) store<f32>(d3 + (<usize>s << 2), 0);
  const panels = panelled(count) >> 3;
  const w1 = phi;
  const w2 = w1 + (<usize>(hidden * (inputs + 1)) << 2);
  const w3 = w2 + (<usize>(hidden * (hidden + 1)) << 2);
  const toGradient = gradient - phi;
  inputGradient(w3, d3, h2, d2, OUTPUTS, hidden, panels);
  inputGradient(w2, d2, h1, d1, hidden, hidden, panels);
  const penalised = decay / <f32>count;
  let squares = weightGradient(d3, h2, w3, w3 + toGradient, OUTPUTS, hidden, panels, penalised);
  squares += weightGradient(d2, h1, w2, w2 + toGradient, hidden, hidden, panels, penalised);
  squares += weightGradient(d1, x, w1, w1 + toGradient, hidden, inputs, panels, penalised);
  adam(rate);
  return (loss + 0.5 * decay * squares) / count;
}

/** Logits of some rows into out [count]. */
export function logits(data: usize, rows: usize, count: i32, out: usize): void {
  forward(data, rows, count);
  memory.copy(out, logit, <usize>count << 2);
}

@inline
function panelled(count: i32): i32 {
  return (count + 7) & ~7;
}

function forward(data: usize, rows: usize, count: i32): void {
  for (let s: usize = 0; s < <usize>count; s++) {
    const from = data + <usize>load<u32>(rows + (s << 2)) * (<usize>inputs << 2);
    for (let j: usize = 0; j < <usize>inputs; j++) store<f32>(x + j * row + (s << 2), load<f32>(from + (j << 2)));
  }
  const panels = panelled(count) >> 3;
  const w2 = phi + (<usize>(hidden * (inputs + 1)) << 2);
  const w3 = w2 + (<usize>(hidden * (hidden + 1)) << 2);
  layer(phi, x, h1, hidden, inputs, panels, true);
  layer(w2, h1, h2, hidden, hidden, panels, true);
  layer(w3, h2, logit, OUTPUTS, hidden, panels, false);
}

/** out = W in + b, through a ReLU if wanted; the biases follow the weights. */
function layer(w: usize, from: usize, out: usize, outputs: i32, width: i32, panels: i32, relu: bool): void {
  const stride = <usize>width << 2;
  const bias = w + <usize>outputs * stride;
  const zero = splat(0.0);
  for (let p: usize = 0; p < <usize>panels; p++) {
    for (let i: usize = 0; i < <usize>outputs; i += 4) {
      product(w + i * stride, stride, 4, from + (p << 5), width);
      for (let r: usize = 0; r < 4; r++) {
        const b = v128.load32_splat(bias + ((i + r) << 2));
        let low = f32x4.add(v128.load(block + (r << 5)), b);
        let high = f32x4.add(v128.load(block + (r << 5), 16), b);
        if (relu) {
          low = f32x4.pmax(low, zero);
          high = f32x4.pmax(high, zero);
        }
        const at = out + (i + r) * row + (p << 5);
        v128.store(at, low);
        v128.store(at, high, 16);
      }
    }
  }
}

/** d of the inputs from d of the outputs, zero where the input (a ReLU's output) is zero. */
function inputGradient(w: usize, d: usize, activation: usize, out: usize, outputs: i32, width: i32, panels: i32): void {
  const stride = <usize>width << 2;
  const zero = splat(0.0);
  for (let p: usize = 0; p < <usize>panels; p++) {
    for (let i: usize = 0; i < <usize>width; i += 4) {
      product(w + (i << 2), 4, stride, d + (p << 5), outputs);
      for (let r: usize = 0; r < 4; r++) {
        const at = (i + r) * row + (p << 5);
        const low = f32x4.gt(v128.load(activation + at), zero);
        const high = f32x4.gt(v128.load(activation + at, 16), zero);
        v128.store(out + at, v128.and(v128.load(block + (r << 5)), low));
        v128.store(out + at, v128.and(v128.load(block + (r << 5), 16), high), 16);
      }
    }
  }
}

/** Results of `product`, [4][8]. */
const block: usize = memory.data(128, 16);

/** block[r][s] = sum_k w[r * across + k * along] x[k][s] for 4 rows r and 8 samples s. */
function product(w: usize, across: usize, along: usize, from: usize, count: i32): void {
  let a0 = splat(0.0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  const w1 = across;
  const w2 = w1 + across;
  const w3 = w2 + across;
  const end = from + <usize>count * row;
  while (from < end) {
    const x0 = v128.load(from);
    const x1 = v128.load(from, 16);
    let f = v128.load32_splat(w);
    a0 = fma(f, x0, a0);
    a1 = fma(f, x1, a1);
    f = v128.load32_splat(w + w1);
    b0 = fma(f, x0, b0);
    b1 = fma(f, x1, b1);
    f = v128.load32_splat(w + w2);
    c0 = fma(f, x0, c0);
    c1 = fma(f, x1, c1);
    f = v128.load32_splat(w + w3);
    d0 = fma(f, x0, d0);
    d1 = fma(f, x1, d1);
    w += along;
    from += row;
  }
  v128.store(block, a0);
  v128.store(block, a1, 16);
  v128.store(block, b0, 32);
  v128.store(block, b1, 48);
  v128.store(block, c0, 64);
  v128.store(block, c1, 80);
  v128.store(block, d0, 96);
  v128.store(block, d1, 112);
}

/** Gradient of a layer's weights, decay included, and biases. Returns |W|^2. */
function weightGradient(
  d: usize,
  from: usize,
  w: usize,
  out: usize,
  outputs: i32,
  width: i32,
  panels: i32,
  penalised: f32,
): f64 {
  const stride = <usize>width << 2;
  const bytes = <usize>panels << 5;
  let squares: f64 = 0;
  for (let i: usize = 0; i < <usize>outputs; i += 2) {
    const da = d + i * row;
    for (let j: usize = 0; j < <usize>width; j += 4) {
      const at = i * stride + (j << 2);
      squares += dotBlock(da, from + j * row, bytes, w + at, out + at, stride, penalised);
    }
    const bias = out + <usize>outputs * stride + (i << 2);
    store<f32>(bias, sum(da, bytes));
    store<f32>(bias, sum(da + row, bytes), 4);
  }
  return squares;
}

/** Two rows of d by four of x, over all samples. */
function dotBlock(d: usize, from: usize, bytes: usize, w: usize, out: usize, stride: usize, penalised: f32): f64 {
  let a0 = splat(0.0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  const r1 = row;
  const r2 = r1 + row;
  const r3 = r2 + row;
  const end = d + bytes;
  while (d < end) {
    const da = v128.load(d);
    const db = v128.load(d + r1);
    let v = v128.load(from);
    a0 = fma(da, v, a0);
    b0 = fma(db, v, b0);
    v = v128.load(from + r1);
    a1 = fma(da, v, a1);
    b1 = fma(db, v, b1);
    v = v128.load(from + r2);
    a2 = fma(da, v, a2);
    b2 = fma(db, v, b2);
    v = v128.load(from + r3);
    a3 = fma(da, v, a3);
    b3 = fma(db, v, b3);
    d += 16;
    from += 16;
  }
  const decay = splat(penalised);
  const wa = v128.load(w);
  const wb = v128.load(w + stride);
  v128.store(out, fma(decay, wa, lanes(a0, a1, a2, a3)));
  v128.store(out + stride, fma(decay, wb, lanes(b0, b1, b2, b3)));
  return <f64>sumLanes(fma(wa, wa, f32x4.mul(wb, wb)));
}

/** Sums of the lanes of four vectors. */
@inline
function lanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  const ab = f32x4.add(ab0, ab1);
  const cd = f32x4.add(cd0, cd1);
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

function sum(from: usize, bytes: usize): f32 {
  let total = splat(0.0);
  for (const end = from + bytes; from < end; from += 16) total = f32x4.add(total, v128.load(from));
  return sumLanes(total);
}

function adam(rate: f32): void {
  const beta1 = splat(BETA1);
  const beta2 = splat(BETA2);
  const new1 = splat(NEW1);
  const new2 = splat(NEW2);
  const epsilon = splat(EPSILON);
  const step = splat(-rate);
  for (let at: usize = 0; at < size; at += 16) {
    const g = v128.load(gradient + at);
    const m = fma(beta1, v128.load(first + at), f32x4.mul(new1, g));
    const v = fma(beta2, v128.load(second + at), f32x4.mul(new2, f32x4.mul(g, g)));
    v128.store(first + at, m);
    v128.store(second + at, v);
    const ratio = f32x4.div(m, f32x4.add(f32x4.sqrt(v), epsilon));
    v128.store(phi + at, fma(step, ratio, v128.load(phi + at)));
  }
}
