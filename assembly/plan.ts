/**
 * The plans of an ensemble of networks of one shape: what the page's side (wasmPlan.ts) writes into memory before it calls
 * anything here. Offsets are bytes. The two descriptions must agree word by word.
 *
 * Samples go in panels of 8: a table of n numbers a sample is stored as [panel][n][8], so that four samples are one vector
 * and every address of an inner loop is a constant. Weights [rows, columns] are stored as column panels [columns / 4][rows][4],
 * of which only the rows that the mask leaves are there at all: hidden units are in order of degree, so the rows that reach
 * a column are the first ones. Sizes are padded to multiples of 4 with zeros.
 */

/** Bytes of a row of a panel: 8 samples. */
export const ROW: usize = 32;
/** Bytes of four rows of a panel. */
export const BLOCK: usize = 128;

/** A dense layer. */
@unmanaged
export class Layer {
  /** Rows of its input, padded. */
  rows: i32;
  /** Column panels: padded columns / 4. */
  blocks: i32;
  /** Offset of the biases in a parameter vector. */
  bias: usize;
  /** [blocks] offset of each column panel in a parameter vector. */
  panels: usize;
  /** [blocks] number of input rows that reach some column of the panel. */
  ends: usize;
  /** [rows / 4] first column panel that some of the four rows reaches. */
  starts: usize;
}

/** Bytes of a Layer in memory. */
const LAYER: usize = 24;

/** One member's parameters and the space in which one thread works. */
@unmanaged
export class Plan {
  dim: i32;
  /** Numbers of raw context. */
  context: i32;
  /** Layers of the embedding that stands before the transforms, 0 if there is none. */
  embedded: i32;
  transforms: i32;
  bins: i32;
  /** Row of the first parameter in the input of a transform; the context is before it. */
  firstRow: i32;
  bound: f32;
  /** 1 / sqrt(H), on the inputs of the softmaxes. */
  scale: f32;
  /** Embedding layers (if any), then four a transform. */
  layers: usize;
  /** Parameter vectors: the member's weights and both moments; a gradient, which is work space. */
  phi: usize;
  first: usize;
  second: usize;
  gradient: usize;
  /** Bytes of one parameter vector, a multiple of 16. */
  size: usize;
  /** Offsets in a parameter vector that are padding or masked. */
  masked: usize;
  maskedCount: i32;
  /** Panels that a tile holds at most. */
  panels: i32;
  /** [D + 1] first hidden unit of each degree, and H. */
  degrees: usize;
  /** For each transform, offsets of: input, h1, h2, h3, raw spline numbers, what the spline keeps for its gradient. */
  tapes: usize;
  /** The embedding's stages (embedding.ts): a word each. */
  stages: usize;
  /** [C] where each number of the raw context goes: address in the first panel, and bytes of a panel there. */
  places: usize;
  /** Pictures of an observation, of each of which the stages but the last are. */
  items: i32;
  /** 1 if the last layer takes means of what the one before makes, 2 if ln(1 + the number of pictures) too. */
  pool: i32;
  /** Places of a picture that the means are over, and bytes of a place of the table of what they are of. */
  poolPlaces: i32;
  poolStep: usize;
  poolTable: usize;
  /** [panel][items][places][8] what each place counts in a mean. */
  poolWeights: usize;
  /**
   * Numbers of a place that say whether a picture is there: how many (0: all are), the first one in the first stage's table; places of
   * a line and from place to place; lines and from line to line.
   */
  maskCount: i32;
  maskAt: usize;
  maskWidth: i32;
  maskPlace: usize;
  maskHeight: i32;
  maskLine: usize;
  /** Features [panel][firstRow][8]. */
  embedOutput: usize;
  /** Two tables of gradients of the embedding's planes, in turn; and one transposed. */
  embedGradientA: usize;
  embedGradientB: usize;
  embedTransposed: usize;
  /** [panel][D pad][8] base coordinates; [panel][8] ln det. */
  base: usize;
  logDeterminant: usize;
  /** Gradients: two tables as wide as the widest layer, one transposed, one of the parameters, one of the embedding. */
  gradientA: usize;
  gradientB: usize;
  transposed: usize;
  gradientZ: usize;
  gradientContext: usize;
  /** [panel][8] 1 / batch size for a sample, 0 for padding. */
  weight: usize;
  /** Sampling: for each transform, what the context fixes: pre-activations of the four layers [columns][8 contexts]. */
  fixed: usize;
  /** Sampling: the same for one context, as biases; and the spline of the first parameter, [3K - 1][8]. */
  fixedBias: usize;
  firstSpline: usize;
  /** Sampling: zero inputs beyond what is known. */
  draws: usize;
}

/** The threads of an ensemble; see team.ts. */
@unmanaged
export class Team {
  /** Threads there are, and those that take part in the call. */
  threads: i32;
  active: i32;
  /** [threads] cache lines, for what each hands to the others. */
  slots: usize;
}

/** What a call is to do; see index.ts for the parameters. */
@unmanaged
export class Call {
  task: i32;
  member: i32;
  z: usize;
  context: usize;
  rows: usize;
  sizes: usize;
  rates: usize;
  /** Steps, or rows. */
  count: i32;
  lane: i32;
  clipNorm: f32;
  decay: f32;
  out: usize;
}

@unmanaged
export class Ensemble {
  members: i32;
  /** [members, threads] addresses of the plans. */
  plans: usize;
  team: Team;
  call: Call;
}

/** The plan of a member for a thread, which works in a space of its own. */
@inline
export function planOf(ensemble: Ensemble, member: i32, thread: i32): Plan {
  return changetype<Plan>(load<usize>(ensemble.plans + (<usize>(member * ensemble.team.threads + thread) << 2)));
}

/** Rows that the spline keeps for its gradient: see spline.ts. */
export const KEPT: usize = 9;

@inline
export function layerAt(plan: Plan, index: i32): Layer {
  return changetype<Layer>(plan.layers + <usize>index * LAYER);
}

/** Layer `depth` (0 to 3) of transform t. */
@inline
export function layerOf(plan: Plan, t: i32, depth: i32): Layer {
  return layerAt(plan, plan.embedded + t * 4 + depth);
}

/** Table `index` (see Plan.tapes) of transform t. */
@inline
export function tape(plan: Plan, t: i32, index: i32): usize {
  return load<usize>(plan.tapes + <usize>(t * 6 + index) * 4);
}

/** Bytes of a panel that holds a layer's input. */
@inline
export function inputPanel(layer: Layer): usize {
  return <usize>layer.rows * ROW;
}

/** Bytes of a panel that holds a layer's output. */
@inline
export function outputPanel(layer: Layer): usize {
  return <usize>layer.blocks * BLOCK;
}

/** Numbers that one spline takes. */
@inline
export function splineRows(plan: Plan): i32 {
  return 3 * plan.bins - 1;
}

/** Bytes of a panel of parameters. */
@inline
export function parameterPanel(plan: Plan): usize {
  return (<usize>((plan.dim + 3) & ~3)) * ROW;
}
