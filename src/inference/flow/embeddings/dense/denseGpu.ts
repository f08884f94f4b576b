/** The dense embedding in WGSL: two layers of the workgroup kernels. */
import type { DenseEmbedding } from '../../spec.ts';
import type { GpuEmbedding } from '../embedding.ts';

export function denseGpu({ widths: [wide, features] }: DenseEmbedding, context: number): GpuEmbedding {
  return {
    layers: [
      { name: 'EmbeddingFirst', columns: 'EMBEDDING_WIDE', rows: 'C', inputs: [['0u', 'C']], firstColumn: '0u' },
      {
        name: 'EmbeddingSecond',
        columns: 'CONTEXT',
        rows: 'EMBEDDING_WIDE',
        inputs: [['0u', 'EMBEDDING_WIDE']],
        firstColumn: '0u',
      },
    ],
    constants: { EMBEDDING_WIDE: wide },
    widths: [Math.max(context, features), wide],
    between: wide,
    inStorage: false,
    code: () => '',
    forward: ({ input, between, features: goal, keptBetween, keptFeatures }) => `
  forwardEmbeddingFirst(${input}, ${between}, own + EMBEDDING_M1, own + EMBEDDING_b1, ${keptBetween});
  workgroupBarrier();
  forwardEmbeddingSecond(${between}, ${goal}, own + EMBEDDING_M2, own + EMBEDDING_b2, ${keptFeatures});`,
    inputGradient: 'table[TABLE_A + k * Q + q]',
    backward: (toInput) => `
  for (var k = thread; k < CONTEXT; k += W) {
    for (var q = 0u; q < Q; q++) {
      let g = kept[keptAt + (KEPT_CONTEXT_GRADIENT + k) * Q + q];
      table[TABLE_A + k * Q + q] = select(vec4f(), g, kept[keptAt + k * Q + q] > vec4f());
    }
  }
  for (var k = thread; k < EMBEDDING_WIDE; k += W) {
    for (var q = 0u; q < Q; q++) { table[TABLE_B + k * Q + q] = kept[keptAt + (KEPT_EMBEDDING + k) * Q + q]; }
  }
  workgroupBarrier();
  weightsEmbeddingSecond(TABLE_B, TABLE_A, own + EMBEDDING_M2, own + EMBEDDING_b2);
  workgroupBarrier();
  inputsEmbeddingSecond(TABLE_A, TABLE_B, own + EMBEDDING_M2, true);
  workgroupBarrier();
  stageContext(TABLE_A);
  workgroupBarrier();
  weightsEmbeddingFirst(TABLE_A, TABLE_B, own + EMBEDDING_M1, own + EMBEDDING_b1);
  workgroupBarrier();
  ${toInput ? 'inputsEmbeddingFirst(TABLE_B, TABLE_A, own + EMBEDDING_M1, false);' : ''}`,
  };
}
