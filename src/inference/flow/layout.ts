/**
 * Where each weight matrix lies in the flat parameter vector phi. Every engine reads the same vector through this table.
 *
 * Per transform, a masked network (MADE, Germain et al. 2015) with three hidden layers:
 *   h1 = relu(M1 z + C1 c + b1), h2 = relu(M2 h1 + b2), h3 = relu(M3 h2 + b3), out = M4 h3 + b4
 * Matrices are stored [fan in, fan out], row-major. M1 and C1 are adjacent, so that [z, c] times both is one product.
 */
import type { FlowSpec } from './spec.ts';

export interface LayoutEntry {
  readonly name: string;
  readonly offset: number;
  /** [rows, columns] of a matrix, [length] of a bias. */
  readonly shape: readonly [number, number] | readonly [number];
}

/** Numbers that a spline over K bins takes: K widths, K heights, K - 1 inner slopes. */
export function splineSize(bins: number): number {
  return 3 * bins - 1;
}

/** Width of the first embedding layer; the second has `spec.embedding` numbers. */
export function embeddingHidden(spec: FlowSpec): number {
  return 2 * spec.embedding;
}

/** Numbers of context that reach the conditioners. */
export function conditionerContext(spec: FlowSpec): number {
  return spec.embedding > 0 ? spec.embedding : spec.context;
}

/** The layout table of a spec, in order of offset. */
export function layout(spec: FlowSpec): readonly LayoutEntry[] {
  const entries: LayoutEntry[] = [];
  let offset = 0;
  const add = (name: string, ...shape: [number, number] | [number]): void => {
    entries.push({ name, offset, shape });
    offset += shape.length === 2 ? shape[0] * shape[1] : shape[0];
  };
  const { dim, hidden, bins } = spec;
  if (spec.embedding > 0) {
    const wide = embeddingHidden(spec);
    add('embedding.M1', spec.context, wide);
    add('embedding.b1', wide);
    add('embedding.M2', wide, spec.embedding);
    add('embedding.b2', spec.embedding);
  }
  for (let t = 0; t < spec.transforms; t++) {
    add(`${t}.M1`, dim, hidden);
    add(`${t}.C1`, conditionerContext(spec), hidden);
    add(`${t}.b1`, hidden);
    add(`${t}.M2`, hidden, hidden);
    add(`${t}.b2`, hidden);
    add(`${t}.M3`, hidden, hidden);
    add(`${t}.b3`, hidden);
    add(`${t}.M4`, hidden, dim * splineSize(bins));
    add(`${t}.b4`, dim * splineSize(bins));
  }
  return entries;
}

/** Number of entries of phi (masked ones, which stay zero, included). */
export function parameterCount(spec: FlowSpec): number {
  const entries = layout(spec);
  const last = entries[entries.length - 1];
  return last.offset + (last.shape.length === 2 ? last.shape[0] * last.shape[1] : last.shape[0]);
}
