/**
 * The way back through the flow in WGSL, for one tile that the forward pass has just taken to the base: the splines, the
 * layers of each conditioner and the embedding, last to first. Part of the kernels of flowCode.ts, whose names it uses.
 */
import type { GpuEmbedding } from '../../embeddings/embedding.ts';

/**
 * The function `backward()`: adds the gradient of sum_r weight_r ln q_r to the workgroup's slice.
 * @param giveInputs whether the gradients of z and the context are wanted too
 */
export function backwardPass(embedding: GpuEmbedding | null, giveInputs: boolean): string {
  const embedded = embedding !== null;
  // Nobody needs the gradient of a bare context in training.
  const needContext = embedded || giveInputs;
  return `
// Activations of a hidden layer, as kept.
fn stageHidden(goal: u32, source: u32) {
  for (var k = thread; k < H; k += W) { for (var q = 0u; q < Q; q++) { table[goal + k * Q + q] = kept[source + k * Q + q]; } }
}
fn splineGradients(t: u32, after: u32, before: u32) {
  for (var item = thread; item < D * R; item += W) {
    let i = item / R;
    let r = item % R;
    let at = i * S * R + r;
    let keepAt = splinesAt + (t * D + i) * (S + 1u) * R + r;
    for (var j = 0u; j < S; j++) { raw[at + j * R] = keptSplines[keepAt + j * R]; }
    let gy = gradientZ[after + select(D - 1u - i, i, t + 1u == T) * R + r];
    gradientZ[before + item] = splineGradient(at, keptSplines[keepAt + S * R], gy, weight[r]);
  }
}
fn rawToTable(goal: u32) {
  for (var c = thread; c < RAW; c += W) {
    for (var q = 0u; q < Q; q++) {
      let at = c * R + 4u * q;
      table[goal + c * Q + q] = vec4f(raw[at], raw[at + 1u], raw[at + 2u], raw[at + 3u]);
    }
  }
}
fn spreadInputGradient(source: u32, before: u32) {
  for (var k = thread; k < ${needContext ? 'D + CONTEXT' : 'D'}; k += W) {
    for (var q = 0u; q < Q; q++) {
      let g = table[source + k * Q + q];
      if (k < D) {
        for (var l = 0u; l < 4u; l++) { gradientZ[before + k * R + 4u * q + l] += g[l]; }
      } ${needContext ? 'else { kept[keptAt + (KEPT_CONTEXT_GRADIENT + k - D) * Q + q] += g; }' : ''}
    }
  }
}
fn backward() {
  var after = 0u;
  workgroupBarrier();
  for (var item = thread; item < D * R; item += W) { gradientZ[item] = -weight[item % R] * current[item]; }
  workgroupBarrier();
  for (var back = 1u; back <= T; back++) {
    let t = T - back;
    let before = D * R - after;
    let origin = own + FIRST + t * STRIDE;
    let h = keptAt + (KEPT_TRANSFORMS + t * KEPT_STRIDE + D) * Q;
    splineGradients(t, after, before);
    stageHidden(TABLE_B, h + 2u * H * Q);
    workgroupBarrier();
    rawToTable(TABLE_A);
    workgroupBarrier();
    weightsOutput(TABLE_B, TABLE_A, origin + AT_M4, origin + AT_b4);
    workgroupBarrier();
    inputsOutput(TABLE_A, TABLE_B, origin + AT_M4, true);
    workgroupBarrier();
    for (var layer = 3u; layer >= 2u; layer--) {
      let third = layer == 3u;
      let input = select(TABLE_B, TABLE_A, third);
      let delta = select(TABLE_A, TABLE_B, third);
      let matrix = origin + select(AT_M2, AT_M3, third);
      stageHidden(input, h + (layer - 2u) * H * Q);
      workgroupBarrier();
      weightsHidden(input, delta, matrix, origin + select(AT_b2, AT_b3, third));
      workgroupBarrier();
      inputsHidden(delta, input, matrix, true);
      workgroupBarrier();
    }
    stageInput(TABLE_A, true, t);
    workgroupBarrier();
    weightsFirst(TABLE_A, TABLE_B, origin, origin + AT_b1);
    workgroupBarrier();
    inputsFirst(TABLE_B, TABLE_A, origin, false);
    spreadInputGradient(TABLE_A, before);
    workgroupBarrier();
    after = before;
  }
  // Other threads read the gradient of the context.
  storageBarrier();
  ${embedding?.backward(giveInputs) ?? ''}
  ${giveInputs ? inputGradients(embedding) : ''}
}`;
}

/** `inputGradient` holds the gradient of z [n, D], then that of the context [n, C]. */
function inputGradients(embedding: GpuEmbedding | null): string {
  return `
  for (var item = thread; item < D * R; item += W) {
    let row = place[item % R];
    if (row != NOWHERE) { inputGradient[row * D + item / R] = gradientZ[after + item]; }
  }
  for (var k = thread; k < C; k += W) {
    for (var q = 0u; q < Q; q++) {
      let g = ${embedding?.inputGradient ?? 'kept[keptAt + (KEPT_CONTEXT_GRADIENT + k) * Q + q]'};
      for (var l = 0u; l < 4u; l++) {
        let row = place[4u * q + l];
        if (row != NOWHERE) { inputGradient[count() * D + row * C + k] = g[l]; }
      }
    }
  }`;
}
