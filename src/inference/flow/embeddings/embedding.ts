/**
 * What an embedding is: a network that makes the features that the estimator is given of the numbers of an observation, and
 * is trained with it. Each kind is a folder here with a file for each of the four parts below, and a case in
 * embeddings.ts, wasmEmbeddings.ts, gpuEmbeddings.ts and tfjsEmbeddings.ts; its ONNX nodes are in export/onnxEmbedding.ts.
 * The parts are apart because a page loads the code of an engine only where it uses one.
 */
import type { Tensor2D } from '@tensorflow/tfjs-core';

/** A matrix [fan in, fan out] or a bias of an embedding. */
export interface EmbeddingWeight {
  /** Its name in the layout table begins with 'embedding.'. */
  readonly name: string;
  readonly shape: readonly [number, number] | readonly [number];
  /** Standard deviation of a fresh network's weights; biases begin at 0. */
  readonly initialSd: number;
  /** Products with it for one observation: a convolution has one at each place. */
  readonly uses: number;
}

/** Weights, and the definition in float64 that the engines are compared with. */
export interface Embedding {
  /** Numbers that the estimator is given. */
  readonly features: number;
  /** In the order of phi, in which they come first. */
  readonly weights: readonly EmbeddingWeight[];
  /**
   * Where the numbers behind an observation go (those that tell the priors, and their mask): the matrix of that name in the layout
   * table, which stands before the bias of its columns, and its row for a number of the network's input. 'estimator': there is
   * no embedding, and the matrices C1 of the estimator have a row for each.
   */
  readonly inputs: 'estimator' | { readonly matrix: string; readonly row: (input: number) => number };
  /** @param phi weights, those of the embedding first */
  forward(phi: ArrayLike<number>, input: ArrayLike<number>): EmbeddingPass;
}

/** One observation on its way through an embedding. */
export interface EmbeddingPass {
  readonly features: ArrayLike<number>;
  /** The gradient of a loss from that of its features: of the embedding's weights in the order of phi, and of the input. */
  backward(gradient: ArrayLike<number>): { readonly phi: Float64Array; readonly input: Float64Array };
}

/** A dense layer as the packing of the WebAssembly kernels sees it (engines/wasm/packing.ts). */
export interface LayerShape {
  /** Matrices of the layout, and the layer's row for each of theirs. */
  readonly matrices: readonly { readonly name: string; readonly rowOf: (row: number) => number }[];
  readonly bias: string;
  readonly rows: number;
  readonly columns: number;
  /** First column that an input row reaches. */
  readonly reach: (row: number) => number;
}

/** Numbers [height][width][channels] of one sample. */
export interface Plane {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * A layer with ReLU of what assembly/embedding.ts runs: a convolution over a plane. At each place of the output it multiplies
 * `runs` stretches of its input, `run` numbers each, from the places of the plane below one another. A dense layer is one of
 * one place and one run.
 */
export interface WasmLayer extends LayerShape {
  readonly input: Plane;
  /** Zeros around the plane, above and below, left and right. */
  readonly border: readonly [number, number];
  readonly runs: number;
  readonly run: number;
  /** Places of the output, down and across, and the step between them in the input. */
  readonly places: readonly [number, number];
  readonly stride: readonly [number, number];
}

/** Means over the pictures of an observation, and over places of each. */
export interface Pool {
  /** The numbers of a place of the first plane that say whether something is there, [from, to); of no length: all pictures are. */
  readonly mask: readonly [number, number];
  /** Whether they are over places too, of which each has as many numbers as the layer columns. */
  readonly overPlaces: boolean;
  /** Whether ln(1 + the number of pictures that are there) stands behind the means. */
  readonly counts: boolean;
}

/** What assembly/embedding.ts runs before the transforms. */
export interface WasmEmbedding {
  readonly layers: readonly WasmLayer[];
  /** Pictures of an observation: the layers but the last are of each of them. */
  readonly items: number;
  /** Where the last layer takes means of what the one before makes; null: it takes all of it. */
  readonly pool: Pool | null;
  /** Of a number of the network's input: the layer that takes it, and which number of that layer's planes it is. */
  place(input: number): { readonly layer: number; readonly entry: number };
}

/** A layer of the WGSL kernels: which inputs a column takes, and which columns an input reaches (productCode.ts). */
export interface GpuLayer {
  readonly name: string;
  /** Expressions, as are those below in the column `c` or the row `k`. */
  readonly columns: string;
  readonly rows: string;
  /** Ranges of inputs of column c. */
  readonly inputs: readonly (readonly [string, string])[];
  /** First column that input k reaches (all after it are reached too). */
  readonly firstColumn: string;
}

/** Places in the table of activations (in vec4), and in the kept ones (in numbers, ignored where nothing is kept). */
export interface GpuPlaces {
  readonly input: string;
  readonly between: string;
  readonly features: string;
  readonly keptBetween: string;
  readonly keptFeatures: string;
}

/** WGSL of the workgroup kernels. */
export interface GpuEmbedding {
  /** Layers for which `forwardX`, `weightsX` and `inputsX` are made. */
  readonly layers: readonly GpuLayer[];
  /** Constants of the text beside the places of its weights, which are `EMBEDDING_<name>`. */
  readonly constants: Readonly<Record<string, number>>;
  /** Columns of the tables of activations A and B that it needs. */
  readonly widths: readonly [number, number];
  /** Columns between input and features, in the table where sampling has all of them, and among those that are kept. */
  readonly between: number;
  /**
   * Whether its activations stay in storage, as kept ones, since they are larger than the tables. It then reads the context
   * itself (`contextOf`), and evaluation has a dispatch of its own for the features (engines/webgpu/featureCode.ts).
   */
  readonly inStorage: boolean;
  /** Functions of its own, beside those of its layers, for a workgroup of so many threads and samples. */
  code(samples: number, threads: number, backward: boolean): string;
  /** Statements, input in its place: features in theirs. */
  forward(places: GpuPlaces): string;
  /**
   * Statements: the gradient of the features, which is kept behind them, goes to the weights, and in table A to the
   * input where `toInput`.
   */
  backward(toInput: boolean): string;
  /** Where that of the input is then: an expression in the column `k` and the quad `q`. */
  readonly inputGradient: string;
}

/** Plain TensorFlow.js ops. */
export interface TfjsEmbedding {
  /** [n, C] -> [n, features], the weights by their names in the layout table, a bias as [1, columns]. */
  forward(weights: (name: string) => Tensor2D, input: Tensor2D): Tensor2D;
}
