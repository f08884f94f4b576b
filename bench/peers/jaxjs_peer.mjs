/**
 * The same autoregressive spline flow in jax-js, on its WebAssembly backend: the whole training step, optimiser included, is one
 * jitted function. Speaks as peer.py does. In jax-js a function consumes its arguments; `.ref` keeps one for another use.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from '@jax-js/jax';

const MIN_BIN = 1e-3;
const MIN_SLOPE = 1e-3;
const SLOPE_OFFSET = Math.log(Math.expm1(1 - MIN_SLOPE));
const CLIP_NORM = 5;

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const spec = JSON.parse((await lines.next()).value);
const { dim: D, context: C, transforms: T, hidden: H, bins: K, bound: B, batch, rows } = spec;
const S = 3 * K - 1;
await init('wasm');
defaultDevice('wasm');

const uniform = (n, bound) => Float32Array.from({ length: n }, () => bound * (2 * Math.random() - 1));
const normals = (n) =>
  Float32Array.from(
    { length: n },
    () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()),
  );
const matrix = (n, m, bound = 1 / Math.sqrt(n)) => np.array(uniform(n * m, bound)).reshape([n, m]);
const mask = (n, m, keep) =>
  np.array(Float32Array.from({ length: n * m }, (_, at) => (keep(Math.floor(at / m), at % m) ? 1 : 0))).reshape([n, m]);

/** Degrees in order, as in the flow that it is compared with. */
const degree = (unit) => Math.floor((unit * D) / H);
const masks = {
  input: mask(D, H, (i, unit) => i < degree(unit)),
  hidden: mask(H, H, (from, to) => degree(from) <= degree(to)),
  output: mask(H, D * S, (unit, out) => degree(unit) <= Math.floor(out / S)),
};

const weights = Array.from({ length: T }, () => ({
  M1: matrix(D, H),
  C1: matrix(C, H),
  b1: np.zeros([H]),
  M2: matrix(H, H),
  b2: np.zeros([H]),
  M3: matrix(H, H),
  b3: np.zeros([H]),
  M4: matrix(H, D * S, 1e-3),
  b4: np.zeros([D * S]),
}));

function conditioner(w, z, context, { input, hidden, output }) {
  const h1 = nn.relu(np.matmul(z, w.M1.mul(input)).add(np.matmul(context, w.C1)).add(w.b1));
  const h2 = nn.relu(np.matmul(h1, w.M2.mul(hidden.ref)).add(w.b2));
  const h3 = nn.relu(np.matmul(h2, w.M3.mul(hidden)).add(w.b3));
  return np.matmul(h3, w.M4.mul(output)).add(w.b4).reshape([batch, D, S]);
}

/** [batch, D] -> its image, and ln of the derivative. */
function spline(x, raw) {
  const [w, h, s] = np.split(raw, [K, 2 * K], -1);
  const sizes = (part) =>
    nn
      .softmax(part.mul(1 / Math.sqrt(H)), -1)
      .mul(2 * B * (1 - MIN_BIN * K))
      .add(2 * B * MIN_BIN);
  const widths = sizes(w);
  const heights = sizes(h);
  const starts = (lengths) => np.cumsum(lengths.ref, -1).sub(lengths).sub(B);
  const lefts = starts(widths.ref);
  const bottoms = starts(heights.ref);
  const slopes = nn.softplus(s.add(SLOPE_OFFSET)).add(MIN_SLOPE);
  const ones = np.ones([batch, D, 1]);
  const slopesLeft = np.concatenate([ones.ref, slopes.ref], -1);
  const slopesRight = np.concatenate([slopes, ones], -1);
  const at = x.ref.reshape([batch, D, 1]);
  const inBin = lax.stopGradient(
    np
      .greaterEqual(at.ref, lefts.ref)
      .astype(np.float32)
      .mul(np.less(at, lefts.ref.add(widths.ref)).astype(np.float32)),
  );
  const pick = (values) => values.mul(inBin.ref).sum(-1);
  const inside = inBin.ref.sum(-1);
  const outside = np.subtract(1, inside.ref);
  const width = pick(widths).add(outside.ref);
  const height = pick(heights).add(outside.ref);
  const left = pick(lefts);
  const bottom = pick(bottoms);
  const first = pick(slopesLeft).add(outside.ref);
  const second = pick(slopesRight).add(outside.ref);
  inBin.dispose();
  const t = x.ref.sub(left).div(width.ref).mul(inside.ref);
  const slope = height.ref.div(width);
  const rest = np.subtract(1, t.ref);
  const across = t.ref.mul(rest.ref);
  const below = slope.ref.add(first.ref.add(second.ref).sub(slope.ref.mul(2)).mul(across.ref));
  const y = bottom.add(height.mul(slope.ref.mul(np.square(t.ref)).add(first.ref.mul(across.ref))).div(below.ref));
  const derivative = second
    .mul(np.square(t))
    .add(slope.ref.mul(2).mul(across))
    .add(first.mul(np.square(rest)));
  const logDerivative = np.log(slope).mul(2).add(np.log(derivative)).sub(np.log(below).mul(2)).mul(inside.ref);
  return [y.mul(inside).add(x.mul(outside)), logDerivative];
}

function loss(parameters, z, context, shared) {
  let total = null;
  let at = z;
  for (const [t, w] of parameters.entries()) {
    if (t > 0) at = np.flip(at, 1);
    const own = Object.fromEntries(Object.entries(shared).map(([name, value]) => [name, value.ref]));
    const raw = conditioner(w, at.ref, context.ref, own);
    const [image, logDerivative] = spline(at, raw);
    at = image;
    total = total === null ? logDerivative : total.add(logDerivative);
  }
  context.dispose();
  for (const value of Object.values(shared)) value.dispose();
  const density = total.sub(np.square(at).mul(0.5)).sub(0.5 * Math.log(2 * Math.PI));
  return density.sum(-1).mean().mul(-1);
}

const keys = Object.keys(weights[0]);
const flat = weights.flatMap((w) => keys.map((key) => w[key]));
const nested = (list) =>
  Array.from({ length: T }, (_, t) => Object.fromEntries(keys.map((key, k) => [key, list[t * keys.length + k]])));

const step = jit((phi, first, second, z, context, shared, rate, spread) => {
  const lossOf = (list, ...rest) => loss(nested(list), ...rest);
  const [value, gradient] = valueAndGrad(lossOf)(
    phi.map((p) => p.ref),
    z,
    context,
    shared,
  );
  const norm = np.sqrt(gradient.map((g) => np.square(g.ref).sum()).reduce((a, b) => a.add(b)));
  const shrink = np.minimum(1, np.divide(CLIP_NORM, norm));
  const m = first.map((old, i) => old.mul(0.9).add(gradient[i].ref.mul(shrink.ref).mul(0.1)));
  const v = second.map((old, i) => old.mul(0.999).add(np.square(gradient[i].mul(shrink.ref)).mul(0.001)));
  shrink.dispose();
  const next = phi.map((p, i) => p.sub(m[i].ref.mul(rate.ref).div(np.sqrt(v[i].ref).mul(spread.ref).add(1e-8))));
  rate.dispose();
  spread.dispose();
  return [next, m, v, value];
});

const data = { z: normals(rows * D), context: normals(rows * C) };
const gathered = (source, width, chosen) => {
  const out = new Float32Array(batch * width);
  for (const [i, row] of chosen.entries()) out.set(source.subarray(row * width, (row + 1) * width), i * width);
  return np.array(out).reshape([batch, width]);
};

let state = [flat, flat.map((p) => np.zeros(p.shape)), flat.map((p) => np.zeros(p.shape))];
let taken = 0;
async function train() {
  const chosen = Array.from({ length: batch }, () => Math.floor(Math.random() * rows));
  taken++;
  const rate = np.array(1e-4 / (1 - 0.9 ** taken));
  const spread = np.array(1 / Math.sqrt(1 - 0.999 ** taken));
  const shared = Object.fromEntries(Object.entries(masks).map(([name, value]) => [name, value.ref]));
  const [next, m, v, value] = step(
    ...state,
    gathered(data.z, D, chosen),
    gathered(data.context, C, chosen),
    shared,
    rate,
    spread,
  );
  state = [next, m, v];
  return (await value.data())[0];
}

const { version } = JSON.parse(readFileSync(new URL('node_modules/@jax-js/jax/package.json', import.meta.url), 'utf8'));
const answer = (value) => console.log(JSON.stringify(value));
const parameters = flat.reduce((sum, p) => sum + p.shape.reduce((a, b) => a * b, 1), 0);
answer({ name: `jax-js ${version} (WebAssembly)`, parameters });
for await (const line of lines) {
  const begin = process.cpuUsage();
  let last = 0;
  for (let n = 0; n < Number(line); n++) last = await train();
  if (!Number.isFinite(last)) throw new Error(`the loss is ${last}`);
  const { user, system } = process.cpuUsage(begin);
  answer((user + system) / 1000);
}
