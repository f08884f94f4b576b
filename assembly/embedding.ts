/**
 * The embedding before the transforms: layers with ReLU, each a convolution over a plane [height][width][channels] with zeros
 * around it. A table holds a plane as [panel][rows of the plane][8], so that the numbers under one row of the kernel are one
 * stretch (a run) of it, and nothing is copied. A dense layer is a convolution of one place and one run.
 *
 * The weights of a run begin with a block of four rows of their own. Its last rows may be padding: what they multiply lies
 * behind the run, is finite, and has weight zero; their gradients are cleared with all padding (gradient.ts).
 *
 * Several pictures of an observation are planes one behind the other in the table, to the stages so many panels more; the last
 * stage takes means over them.
 */
import { BLOCK, Layer, layerAt, Plan, ROW } from './plan';
import { fma, splat } from './vector';

/** How a layer walks over its table, beside its weights; the words of wasmPlan.ts. Distances are bytes. */
@unmanaged
export class Stage {
  runs: i32;
  /** Numbers of a run, and the rows of weights that it has. */
  run: i32;
  runRows: i32;
  /** From a run to the next. */
  runStep: usize;
  /** Places of the output. */
  height: i32;
  width: i32;
  /** From the runs of a place to those of the one below, and beside it. */
  stepY: usize;
  stepX: usize;
  /** The table of its input, and bytes of a panel of it. */
  table: usize;
  inputPanel: usize;
  /** In the table of its output: the first place, from one to the one below and beside it, and bytes of a panel. */
  outAt: usize;
  outY: usize;
  outX: usize;
  outputPanel: usize;
}

const STAGE: usize = 56;

@inline
function stageAt(plan: Plan, index: i32): Stage {
  return changetype<Stage>(plan.stages + <usize>index * STAGE);
}

/** The table that a layer writes. */
@inline
function outputOf(plan: Plan, index: i32): usize {
  if (index + 1 == plan.embedded) return plan.embedOutput;
  return isPooled(plan, index) ? plan.poolTable : stageAt(plan, index + 1).table;
}

/** Whether the next layer takes means of what this one makes. */
@inline
function isPooled(plan: Plan, index: i32): bool {
  return plan.pool != 0 && index + 2 == plan.embedded;
}

/** Puts the context of one sample where it goes. @param from 0: zeros */
export function putContext(plan: Plan, from: usize, panel: usize, lane: usize): void {
  let place = plan.places;
  for (let i: usize = 0; i < <usize>plan.context; i++) {
    const value: f32 = from == 0 ? 0 : load<f32>(from + (i << 2));
    store<f32>(load<usize>(place, 0) + panel * load<usize>(place, 4) + lane, value);
    place += 8;
  }
}

/** Planes of so many panels that a stage takes: those of all pictures, but for the last stage. */
@inline
function planesOf(plan: Plan, index: i32, panels: i32): i32 {
  return index + 1 < plan.embedded ? panels * plan.items : panels;
}

/** From the context in its place to the features. */
export function embed(plan: Plan, panels: i32): void {
  for (let index = 0; index < plan.embedded; index++) {
    const stage = stageAt(plan, index);
    const planes = planesOf(plan, index, panels);
    convolve(stage, layerAt(plan, index), plan.phi, stage.table, outputOf(plan, index), planes);
    if (isPooled(plan, index)) takeMeans(plan, stageAt(plan, index + 1), panels);
  }
}

/** Whether some entry of a picture is there, in a lane. @param mask its first one */
@inline
function isThere(plan: Plan, mask: usize): bool {
  if (plan.maskCount == 0) return true;
  for (let i: usize = 0; i < <usize>plan.maskHeight; i++) {
    for (let k: usize = 0; k < <usize>plan.maskWidth; k++) {
      const at = mask + i * plan.maskLine + k * plan.maskPlace;
      for (let c: usize = 0; c < <usize>plan.maskCount; c++) if (load<f32>(at + c * ROW) > 0) return true;
    }
  }
  return false;
}

/** Fills poolWeights, and the first rows of the last layer's input. */
function takeMeans(plan: Plan, last: Stage, panels: i32): void {
  const items = plan.items;
  const each = plan.poolPlaces;
  const places = items * each;
  const first = stageAt(plan, 0);
  let mask = first.table + plan.maskAt;
  let weights = plan.poolWeights;
  let from = plan.poolTable;
  let to = last.table;
  for (let p = 0; p < panels; p++) {
    for (let lane: usize = 0; lane < ROW; lane += 4) {
      let count = 0;
      let at = weights + lane;
      for (let item = 0; item < items; item++) {
        const there = isThere(plan, mask + <usize>item * first.inputPanel + lane);
        if (there) count++;
        for (let place = 0; place < each; place++) {
          store<f32>(at, there ? 1 : 0);
          at += ROW;
        }
      }
      const part: f32 = 1 / <f32>(max(count, 1) * each);
      for (let place: usize = 0; place < <usize>places; place++) {
        const weight = weights + place * ROW + lane;
        store<f32>(weight, load<f32>(weight) * part);
      }
      if (plan.pool == 2) store<f32>(to + plan.poolStep + lane, <f32>Math.log(1 + <f64>count));
    }
    for (let row: usize = 0; row < plan.poolStep; row += 16) {
      let sum = splat(0.0);
      let at = from + row;
      let weight = weights + (row & 16);
      for (let place = 0; place < places; place++) {
        sum = fma(v128.load(weight), v128.load(at), sum);
        at += plan.poolStep;
        weight += ROW;
      }
      v128.store(to + row, sum);
    }
    mask += <usize>items * first.inputPanel;
    weights += <usize>places * ROW;
    from += <usize>places * plan.poolStep;
    to += last.inputPanel;
  }
}

/** The gradient of the means becomes that of what they are of. */
function spreadMeans(plan: Plan, gradient: usize, panelBytes: usize, out: usize, panels: i32): void {
  const places = plan.items * plan.poolPlaces;
  let weight = plan.poolWeights;
  for (let p = 0; p < panels; p++) {
    for (let place = 0; place < places; place++) {
      for (let row: usize = 0; row < plan.poolStep; row += 16) {
        v128.store(out + row, f32x4.mul(v128.load(weight + (row & 16)), v128.load(gradient + row)));
      }
      weight += ROW;
      out += plan.poolStep;
    }
    gradient += panelBytes;
  }
}

/** From plan.gradientContext to the gradient of the embedding's weights. */
export function embeddingGradient(plan: Plan, panels: i32): void {
  let d = plan.gradientContext;
  // Through the last layer's ReLU.
  keepActive(d, plan.embedOutput, <usize>panels * <usize>plan.firstRow * ROW);
  for (let index = plan.embedded - 1; index >= 0; index--) {
    const stage = stageAt(plan, index);
    const layer = layerAt(plan, index);
    const planes = planesOf(plan, index, panels);
    weightGradient(stage, layer, plan.gradient, stage.table, d, plan.embedTransposed, planes);
    if (index == 0) break;
    const to = d == plan.embedGradientA ? plan.embedGradientB : plan.embedGradientA;
    inputGradient(stage, layer, plan.phi, d, to, planes);
    d = to;
    if (isPooled(plan, index - 1)) {
      d = to == plan.embedGradientA ? plan.embedGradientB : plan.embedGradientA;
      spreadMeans(plan, to, stage.inputPanel, d, panels);
      keepActive(d, plan.poolTable, <usize>panels * <usize>(plan.items * plan.poolPlaces) * plan.poolStep);
    } else {
      keepActive(d, stage.table, <usize>planes * stage.inputPanel);
    }
  }
}

/** A gradient becomes zero where a ReLU's output is. */
function keepActive(gradient: usize, active: usize, bytes: usize): void {
  const zero = splat(0.0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const there = f32x4.gt(v128.load(active + at), zero);
    v128.store(gradient + at, v128.and(v128.load(gradient + at), there));
  }
}

function convolve(stage: Stage, layer: Layer, phi: usize, x: usize, out: usize, panels: i32): void {
  const blocks = layer.blocks;
  const bias = phi + layer.bias;
  for (let p = 0; p < panels; p++) {
    for (let i = 0; i < stage.height; i++) {
      let from = x + <usize>i * stage.stepY;
      let to = out + stage.outAt + <usize>i * stage.outY;
      for (let k = 0; k < stage.width; k++) {
        for (let j = 0; j < blocks; j++) {
          const at = <usize>j << 2;
          const w = phi + load<usize>(layer.panels + at);
          convolveBlock(stage, w, from, bias + (at << 2), to + <usize>j * BLOCK);
        }
        from += stage.stepX;
        to += stage.outX;
      }
    }
    x += stage.inputPanel;
    out += stage.outputPanel;
  }
}

/** As forwardBlock (product.ts), over several runs. */
function convolveBlock(stage: Stage, w: usize, x: usize, bias: usize, out: usize): void {
  let a0 = v128.load32_splat(bias, 0);
  let a1 = a0;
  let b0 = v128.load32_splat(bias, 4);
  let b1 = b0;
  let c0 = v128.load32_splat(bias, 8);
  let c1 = c0;
  let d0 = v128.load32_splat(bias, 12);
  let d1 = d0;
  const length = <usize>stage.run << 4;
  const padding = (<usize>stage.runRows << 4) - length;
  const back = stage.runStep - (<usize>stage.run * ROW);
  for (let r = 0; r < stage.runs; r++) {
    const end = w + length;
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
    w += padding;
    x += back;
  }
  const zero = splat(0.0);
  v128.store(out, f32x4.pmax(a0, zero), 0);
  v128.store(out, f32x4.pmax(a1, zero), 16);
  v128.store(out, f32x4.pmax(b0, zero), 32);
  v128.store(out, f32x4.pmax(b1, zero), 48);
  v128.store(out, f32x4.pmax(c0, zero), 64);
  v128.store(out, f32x4.pmax(c1, zero), 80);
  v128.store(out, f32x4.pmax(d0, zero), 96);
  v128.store(out, f32x4.pmax(d1, zero), 112);
}

/** Fills `out`, as large as the layer's input: for each place, what its outputs hand to the numbers under the kernel. */
function inputGradient(stage: Stage, layer: Layer, phi: usize, d: usize, out: usize, panels: i32): void {
  memory.fill(out, 0, <usize>panels * stage.inputPanel);
  const runBlocks = stage.runRows >> 2;
  for (let p = 0; p < panels; p++) {
    for (let i = 0; i < stage.height; i++) {
      let to = out + <usize>i * stage.stepY;
      let from = d + stage.outAt + <usize>i * stage.outY;
      for (let k = 0; k < stage.width; k++) {
        let row = phi;
        for (let r = 0; r < stage.runs; r++) {
          let block = to + <usize>r * stage.runStep;
          for (let b = 0; b < runBlocks; b++) {
            addInputGradient(layer, row, from, block);
            row += 64;
            block += BLOCK;
          }
        }
        to += stage.stepX;
        from += stage.outX;
      }
    }
    d += stage.outputPanel;
    out += stage.inputPanel;
  }
}

/** Four rows of inputs: out[k][s] += sum_c w[k][c] d[c][s]. `row` is the rows' place in a column panel. */
function addInputGradient(layer: Layer, row: usize, d: usize, out: usize): void {
  let a0 = v128.load(out, 0);
  let a1 = v128.load(out, 16);
  let b0 = v128.load(out, 32);
  let b1 = v128.load(out, 48);
  let c0 = v128.load(out, 64);
  let c1 = v128.load(out, 80);
  let d0 = v128.load(out, 96);
  let d1 = v128.load(out, 112);
  let table = layer.panels;
  const end = table + (<usize>layer.blocks << 2);
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
 * Adds the gradient of the weights and biases. `d` is turned into [panel][place][column / 4][8][4] on the way, so that four
 * columns of one sample are a vector.
 */
function weightGradient(
  stage: Stage,
  layer: Layer,
  gradient: usize,
  x: usize,
  d: usize,
  turned: usize,
  panels: i32,
): void {
  const blocks = layer.blocks;
  const bytes = <usize>blocks * BLOCK;
  for (let j = 0; j < blocks; j++) {
    const at = <usize>j * BLOCK;
    turnPlaces(stage, d + stage.outAt + at, turned + at, bytes, panels, gradient + layer.bias + (<usize>j << 4));
  }
  const runBlocks = stage.runRows >> 2;
  let row = gradient;
  for (let r = 0; r < stage.runs; r++) {
    let from = x + <usize>r * stage.runStep;
    for (let b = 0; b < runBlocks; b++) {
      let j = 0;
      if ((blocks & 1) != 0) {
        gradientHalf(stage, row + load<usize>(layer.panels), from, turned, bytes, panels);
        j = 1;
      }
      for (; j < blocks; j += 2) {
        const at = layer.panels + (<usize>j << 2);
        const columns = turned + <usize>j * BLOCK;
        gradientBlock(stage, row + load<usize>(at, 0), row + load<usize>(at, 4), from, columns, bytes, panels);
      }
      row += 64;
      from += BLOCK;
    }
  }
}

/** Transposes 4 columns x 8 samples of each place and adds their sums over places and samples to 4 biases. */
function turnPlaces(stage: Stage, d: usize, out: usize, bytes: usize, panels: i32, bias: usize): void {
  let sum = v128.load(bias);
  for (let p = 0; p < panels; p++) {
    for (let i = 0; i < stage.height; i++) {
      let place = d + <usize>i * stage.outY;
      for (let k = 0; k < stage.width; k++) {
        for (let half: usize = 0; half < 2; half++) {
          const from = place + (half << 4);
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
        place += stage.outX;
        out += bytes;
      }
    }
    d += stage.outputPanel;
  }
  v128.store(bias, sum);
}

/** Two column panels (8 columns) x 4 rows: w[k][c] += sum over places and samples of x[k][s] d[s][c]. */
function gradientBlock(
  stage: Stage,
  left: usize,
  right: usize,
  x: usize,
  d: usize,
  bytes: usize,
  panels: i32,
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
    for (let i = 0; i < stage.height; i++) {
      let place = x + <usize>i * stage.stepY;
      for (let k = 0; k < stage.width; k++) {
        let s = place;
        let row = d;
        const end = place + ROW;
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
        place += stage.stepX;
        d += bytes;
      }
    }
    x += stage.inputPanel;
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
function gradientHalf(stage: Stage, w: usize, x: usize, d: usize, bytes: usize, panels: i32): void {
  let a = v128.load(w, 0);
  let b = v128.load(w, 16);
  let c = v128.load(w, 32);
  let e = v128.load(w, 48);
  for (let p = 0; p < panels; p++) {
    for (let i = 0; i < stage.height; i++) {
      let place = x + <usize>i * stage.stepY;
      for (let k = 0; k < stage.width; k++) {
        let s = place;
        let column = d;
        const end = place + ROW;
        while (s < end) {
          const y = v128.load(column);
          a = fma(v128.load32_splat(s, 0), y, a);
          b = fma(v128.load32_splat(s, 32), y, b);
          c = fma(v128.load32_splat(s, 64), y, c);
          e = fma(v128.load32_splat(s, 96), y, e);
          s += 4;
          column += 16;
        }
        place += stage.stepX;
        d += bytes;
      }
    }
    x += stage.inputPanel;
  }
  v128.store(w, a, 0);
  v128.store(w, b, 16);
  v128.store(w, c, 32);
  v128.store(w, e, 48);
}
