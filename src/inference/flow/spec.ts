/**
 * The shape of the flow: a conditional autoregressive rational-quadratic spline flow (Durkan et al. 2019, "Neural Spline
 * Flows") over prior-whitened parameters z. A FlowSpec fixes the network; `layout` (layout.ts) is a pure function of it.
 */

export interface FlowSpec {
  /** D, number of inferred parameters. */
  readonly dim: number;
  /** C, number of summaries that the network is given. */
  readonly context: number;
  /** Width of the dense embedding of the context (2 layers, ReLU); 0: none. */
  readonly embedding: number;
  /** T, number of spline transforms; the order of the parameters is reversed between them. */
  readonly transforms: number;
  /** H, width of the conditioner's three hidden layers. */
  readonly hidden: number;
  /** K, bins of each spline. */
  readonly bins: number;
  /** B: the splines act on [-B, B] and are the identity outside. */
  readonly bound: number;
}

export type FlowPreset = 'small' | 'standard' | 'large';

/** Widest context that goes into the conditioners without an embedding. */
const WIDEST_BARE_CONTEXT = 32;

export const flowPresets: Readonly<
  Record<
    FlowPreset,
    { readonly transforms: number; readonly hidden: number; readonly bins: number; readonly purpose: string }
  >
> = {
  small: { transforms: 3, hidden: 64, bins: 8, purpose: 'For one or two parameters, simple shapes, and phones' },
  standard: { transforms: 5, hidden: 64, bins: 10, purpose: 'For most problems; slower' },
  large: { transforms: 3, hidden: 256, bins: 10, purpose: 'For several modes, or four and more parameters; slowest' },
};

/** The spec of a preset for D parameters and C summaries. */
export function flowSpec(preset: FlowPreset, dim: number, context: number): FlowSpec {
  const { transforms, hidden, bins } = flowPresets[preset];
  return {
    dim,
    context,
    embedding: context > WIDEST_BARE_CONTEXT ? WIDEST_BARE_CONTEXT : 0,
    transforms,
    hidden,
    bins,
    bound: 5,
  };
}
