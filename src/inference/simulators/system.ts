/**
 * What a system is: the contract between a simulator and everything that uses it (training, reference posteriors, file
 * reading, the page). A system is added with one folder and one line in registry.ts; this type makes every part that
 * the rest needs compulsory.
 *
 * Vocabulary: `theta` inferred parameters, `eta` nuisance parameters, `design` everything that fixes shape and law of
 * the data without being inferred, `x` raw data, `s` summaries (what the network is given).
 */
import type { Random } from '../math/random.ts';
import type { Prior, PriorFamily } from '../priors/prior.ts';
import type { Capabilities } from './capabilities.ts';
import type { DataShape, ImageShape } from './dataShape.ts';
import type { TableDescription } from './table/tableDescription.ts';

export type DesignValue = number | string | boolean | readonly number[];
/** Flat and JSON-serialisable: its hash travels with a trained network. */
export type Design = Readonly<Record<string, DesignValue>>;

export type Scale = 'linear' | 'log';

export interface ParameterSpec {
  readonly key: string;
  /** One or two characters, typeset in italics: 'A', 'b', 'λ'. */
  readonly symbol: string;
  readonly label: string;
  /** '' when dimensionless. */
  readonly unit: string;
  /** One sentence for the card's tooltip: what it is and what it does to the data. */
  readonly description: string;
  readonly defaultPrior: Prior;
  /** Families that the card offers; the first is the default prior's. */
  readonly families: readonly PriorFamily[];
  /** Range and scale of the slider; the number boxes may go beyond it, up to `domain`. */
  readonly slider: { readonly low: number; readonly high: number; readonly scale: Scale };
  /** Where the simulator is defined: a prior must have its support inside. */
  readonly domain: { readonly low: number; readonly high: number };
  readonly defaultTruth: number;
}

/** A parameter that is not inferred: held fixed, or drawn afresh from its prior for every simulation (marginalised). */
export interface NuisanceSpec extends ParameterSpec {
  readonly fixedValue: number;
  readonly defaultMode: 'fixed' | 'marginalised';
}

interface DesignFieldBase {
  readonly key: string;
  readonly label: string;
  readonly help: string;
  /** Shown openly on the page rather than folded away (modes, redshift-space distortions). */
  readonly prominent?: boolean;
  /** The field exists only for such designs. */
  readonly when?: (design: Design) => boolean;
  /** What holds where a design does not say it: designs from before there was the field say nothing of it. Absent: all must. */
  readonly otherwise?: DesignValue;
}

export interface DesignOption {
  readonly value: string;
  readonly label: string;
  readonly help: string;
  /** No longer offered: documents from before have it. */
  readonly former?: true;
}

export type DesignField =
  | (DesignFieldBase & {
      readonly kind: 'number';
      readonly unit: string;
      readonly low: number;
      readonly high: number;
      readonly scale: Scale;
      readonly integer?: boolean;
      /** Cards of FITS headers that state it, in `unit`: an image is of the design that its header states. */
      readonly fitsCards?: readonly string[];
    })
  | (DesignFieldBase & {
      readonly kind: 'choice';
      readonly options: readonly DesignOption[];
    })
  | (DesignFieldBase & { readonly kind: 'switch' })
  /** A list of numbers that is read from an observation file (a known initial state); not edited on the page. */
  | (DesignFieldBase & { readonly kind: 'numbers'; readonly length: (design: Design) => number });

/** A quantity shown on an axis: a coordinate of the corner plot or a derived combination. */
export interface Quantity {
  readonly key: string;
  readonly symbol: string;
  readonly label: string;
  readonly unit: string;
  readonly scale: Scale;
  readonly value: (theta: ArrayLike<number>) => number;
}

/**
 * A quantity that is drawn given theta, by priors alone: the data bear on it through theta only. Other priors of what is added then
 * change its posterior without training.
 */
export interface DrawnQuantity {
  readonly key: string;
  readonly symbol: string;
  readonly label: string;
  readonly unit: string;
  /** What its width comes from: what is left unknown of theta, and what is added to it. */
  readonly parts: { readonly known: string; readonly added: string };
  /** The number of a prior that says how wide the added part is, for a slider. */
  readonly added: {
    readonly parameter: string;
    readonly number: string;
    readonly label: string;
    readonly low: number;
    readonly high: number;
  };
  /** A sentence: what its posterior is conditional on. */
  readonly note: string;
  /** Its value of which the fraction u lies below, given theta: a draw where u is uniform on (0, 1). */
  draw(theta: ArrayLike<number>, u: number): number;
  /** Its mean given theta. */
  mean(theta: ArrayLike<number>): number;
}

/** s(x) in Python with NumPy alone. */
export interface PythonSummaries {
  /** Numbers and lists that the code uses, by name; JSON. */
  readonly constants: Readonly<Record<string, DesignValue>>;
  /**
   * Definitions, among them `summarise(x)`: raw data x [n, size of x] in float64 -> s [n, C]. NumPy is `np`.
   */
  readonly code: string;
}

/** The simulator for one design, with everything that does not depend on theta computed once. */
export interface Model {
  /** Of the raw data x. */
  readonly x: DataShape;
  /** Of s, what the network is given; the page prints the names of its entries. */
  readonly s: DataShape;
  /**
   * Where x is of several items that are independent and of one law given theta and eta, so that their order says nothing (fields of
   * the sky, points of a set): how many, what they are called, and each of them. Absent: it is not.
   */
  readonly items?: {
    /** At most: of an item that is not there all numbers are NaN. */
    readonly count: number;
    /** Plural: "fields". */
    readonly name: string;
    readonly split: (x: Float64Array) => readonly Float64Array[];
  };
  /** Draws x ~ p(x | theta, eta) into `out` [size of x], in the data's own units. float64. */
  simulate(theta: ArrayLike<number>, eta: ArrayLike<number>, random: Random, out: Float64Array): void;
  /** Writes s(x) into `out` [size of s]. Always finite for data that `ColumnsFormat.read` accepts, unless `missing`. */
  summarise(x: Float64Array, out: Float64Array): void;
  /**
   * Whether `summarise` computes the summaries here, of a simulator that runs apart and computes its own: it throws where not,
   * and the pool of simulations is asked for them. Absent: it computes them everywhere.
   */
  readonly summarisedHere?: boolean;
  /**
   * Whether summaries may be missing, which `summarise` then writes as NaN: the network is told which are there (flow/spec.ts).
   * Default: none is.
   */
  readonly missing?: boolean;
  /** Where readings may be missing, which `simulate` then leaves out at random (readings/anyReadings.ts). Absent: it leaves out none. */
  readonly readings?: AnyReadings;
  /** The same function for programs outside of the page. `npm run python` compares the two. */
  readonly python: PythonSummaries;
  /** ln p(x | theta, eta) up to a constant that depends on x alone; absent where it cannot be computed. */
  logLikelihood?(theta: ArrayLike<number>, eta: ArrayLike<number>, x: Float64Array): number;
  /**
   * False where x says more about theta than s does: the likelihood of x is then no test of p(theta | s). Default: true.
   */
  readonly sufficient?: boolean;
  /**
   * Of an image whose pixels the network sees one by one: how they stand in s. Absent: there is no image, or the network is given numbers
   * measured in it.
   */
  pixels?(x: Float64Array): SeenPixels;
}

/** Readings that come in one by one, in the order of x: any number of them may be missing. */
export interface AnyReadings {
  /** As `Model.simulate`, with all of them. */
  readonly complete: (theta: ArrayLike<number>, eta: ArrayLike<number>, random: Random, out: Float64Array) => void;
  /** Of which entries of x summaries [C] are: 1 where the entry is there, 0 where not [size of x]. */
  readonly presentIn: (s: ArrayLike<number>) => Uint8Array;
  /** Entries of x that are there together, or not at all: so many follow one another. Absent: each comes by itself. */
  readonly group?: number;
  /** What comes one by one, in the plural. Absent: readings. */
  readonly name?: string;
}

/** The first entries of s are functions of one entry of x each; those behind them are measured in the whole image. */
export interface SeenPixels {
  /** Which entry of x. */
  readonly of: Uint32Array;
  /** ds/dx at these data; 0 where a mask hides the pixel. */
  readonly slope: Float64Array;
}

/** What really happened behind a simulated observation, to be drawn under the data. */
export type Picture =
  /** A step function: `value[i]` from `time[i]` to `time[i + 1]`. */
  | { readonly kind: 'path'; readonly label: string; readonly time: Float64Array; readonly value: Float64Array }
  /** A field `value[t * sites + i]` over time and site (Hovmöller plot). */
  | {
      readonly kind: 'field';
      readonly label: string;
      readonly time: Float64Array;
      readonly sites: number;
      readonly value: Float64Array;
    };

/** What all views of an observation say. */
interface ViewBase {
  /** Whether what is shown are entries of the raw data x or of the summaries s. */
  readonly space: 'x' | 's';
  /** What an edited entry may be; counts are rounded. */
  readonly allowed: { readonly low: number; readonly high: number; readonly integer: boolean };
  /** 1-sigma error bar of entry `i` at its present value, where it is known. */
  readonly sd?: (i: number, value: number) => number;
}

/** Points on two axes, of one series or several: they are dragged up and down. */
export interface PointsView extends ViewBase {
  readonly kind: 'points';
  readonly horizontal: {
    readonly label: string;
    readonly scale: Scale;
    readonly categories?: readonly string[];
    /** Of the categories, where those are shortened. */
    readonly wholeNames?: readonly string[];
  };
  readonly vertical: { readonly label: string; readonly scale: Scale };
  /** Each series is a line through points; `index[i]` is the entry of x (or s) drawn at `at[i]`. */
  readonly series: readonly {
    readonly name: string;
    readonly index: readonly number[];
    readonly at: readonly number[];
  }[];
  /** Plotted value of entry i, when the raw number is not what a reader compares (default: itself). Monotone; `unplot` inverts it. */
  readonly plot?: (i: number, value: number) => number;
  readonly unplot?: (i: number, plotted: number) => number;
}

/** An axis of an image: values at the outer edges of the first and the last pixel. */
export interface ImageAxis {
  readonly label: string;
  readonly low: number;
  readonly high: number;
}

/** Pictures of pixels, one a channel, row 0 at the bottom. */
export interface ImageView extends ViewBase {
  readonly kind: 'image';
  /** Of x or s, as `space` says. */
  readonly shape: ImageShape;
  readonly horizontal: ImageAxis;
  readonly vertical: ImageAxis;
  /** What a pixel's value is, with its unit: the title of the colour bar. */
  readonly value: string;
}

/** How the observation is drawn and edited by hand. */
export type ObservationView = PointsView | ImageView;

export interface ColumnSpec {
  readonly name: string;
  readonly unit: string;
  /** 'count': an integer >= 0; 'positive': > 0; 'number': any finite number. */
  readonly kind: 'number' | 'positive' | 'count';
  readonly required: boolean;
  readonly description: string;
  /** Values beyond it in size are refused; absent: any size. */
  readonly largest?: number;
  /** Cells may be empty, or say that there is no value: it is then NaN. */
  readonly mayMiss?: boolean;
}

/** Tables that hold an observation in each row: one column for each entry of x. */
export interface RowFormat {
  /** In the order of x. */
  columns(design: Design): readonly ColumnSpec[];
  /** The design that the column names of such a table tell, the rest as in `design`; null where it is no such table. */
  designOf(header: readonly string[], design: Design): Design | null;
}

/** A problem found in a file: every part that is known is named to the user. Rows count from 1, as a spreadsheet does. */
export interface FileProblem {
  readonly row?: number;
  readonly column?: string;
  readonly value?: string;
  readonly problem: string;
  readonly remedy: string;
}

/** A table whose cells have passed the checks of the column specs. */
export interface CheckedTable {
  /** Column name -> values, one per row. Optional columns that the file lacks are absent. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** Row number in the file of each entry, for messages. */
  readonly rowNumbers: readonly number[];
  /** `# key: value` lines of a CSV file, or "design" and "metadata" of a JSON one, as text. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** One axis of the raw data x, for arrays that come without names. */
export interface DataAxis {
  /** What runs along it: "times". */
  readonly name: string;
  readonly size: number;
  /** Where the data stand at known coordinates, such as times: how a row of those is told from a row of data. */
  readonly grid?: DataGrid;
}

export interface DataGrid {
  /** "equally spaced times t". */
  readonly name: string;
  /** Whether these are such coordinates, and a table that begins with them can be read. */
  readonly holds: (values: ArrayLike<number>) => boolean;
  /** Whether these may be coordinates: they are then never taken for data. Default: `holds`. */
  readonly resembles?: (values: ArrayLike<number>) => boolean;
}

/** An observation is a table, its numbers in named columns. */
export interface ColumnsFormat {
  readonly kind: 'columns';
  /** The other form of file: many observations, a row each. */
  readonly rows: RowFormat;
  /**
   * The axes of x, the last running fastest: an array without names is read by its shape where that tells which axis is
   * which. Those with a grid have it as the first of `columns`, if at all.
   */
  axes(design: Design): readonly DataAxis[];
  /** Data of several axes are commonly kept in one row, in this order. */
  readonly flat?: true;
  /**
   * The columns that a file has; others are refused unless `ignored` names them. `header` is the file's own header (absent
   * when the page only asks for the help text): a file of another shape than the study's declares another design, so the
   * columns may follow the header where it is recognised, and `read` then returns the design that it declares.
   */
  columns(design: Design, header?: readonly string[]): readonly ColumnSpec[];
  readonly ignored?: readonly { readonly name: string; readonly notice: string }[];
  /** Where the rows follow one another in time: the column that tells it. Such a series may end early. */
  readonly series?: { readonly time: string };
  /** Metadata keys that the file may carry, with a description of each for the help text. */
  metadata(design: Design): readonly { readonly key: string; readonly description: string }[];
  /**
   * Turns a checked table into raw data and the design that the file declares. The page compares that design with the
   * study's and lists the fields that differ. Returns a problem instead of guessing.
   */
  read(
    table: CheckedTable,
    design: Design,
  ):
    | { readonly ok: true; readonly x: Float64Array; readonly design: Design; readonly notices: readonly string[] }
    | { readonly ok: false; readonly problem: FileProblem };
  /** The inverse of `read`: the observation as a table, for download. */
  write(
    x: Float64Array,
    design: Design,
  ): {
    readonly header: readonly string[];
    readonly rows: readonly (readonly number[])[];
    readonly metadata: Readonly<Record<string, string>>;
  };
}

/** An observation is an array, of the shape of x: an image. It has no names to be told by, only its sizes. */
export interface ArrayFormat {
  readonly kind: 'array';
  /** Of every entry. */
  readonly value: Pick<ColumnSpec, 'kind' | 'unit' | 'description' | 'largest'>;
  /** Numbers that the simulator takes for granted, and cards of FITS headers that may say otherwise, which is told. */
  readonly constants?: readonly {
    readonly fitsCards: readonly string[];
    readonly value: number;
    /** A sentence: what the headers say instead, and what of the answer is wrong for that. */
    readonly told: (stated: readonly number[]) => string;
  }[];
  /** Side of a pixel on the sky in degrees, where the entries are such pixels: images of others are refused. */
  readonly pixelScale?: number;
  /** What no simulation shows; absent: every entry is seen in every design. */
  readonly unseen?: UnseenEntries;
}

/** Entries of x that are 0 in every simulation of a design, such as pixels under its mask: the network is given nothing of them. */
export interface UnseenEntries {
  /** 1 where nothing is seen, 0 elsewhere [size of x]; null: all is seen. The same array for the same mode: it is asked often. */
  of(design: Design): Uint8Array | null;
  /** What the user can do with data that hide other entries. */
  readonly remedy: string;
}

export type FileFormat = ColumnsFormat | ArrayFormat;

/** The priors and nuisance settings that, with the design, fix the joint law of (theta, x). */
export interface NuisanceSetting {
  readonly mode: 'fixed' | 'marginalised';
  readonly value: number;
  readonly prior: Prior;
}

export interface Problem {
  readonly system: string;
  readonly design: Design;
  readonly priors: Readonly<Record<string, Prior>>;
  readonly nuisances: Readonly<Record<string, NuisanceSetting>>;
}

export type ReferenceLabel = 'exact' | 'mcmc' | 'approx';

export interface ReferencePosterior {
  readonly kind: 'reference';
  /** 'exact': closed form, or a grid with an error below 1 %; 'mcmc': asymptotically exact; 'approx': anything else. */
  readonly label: ReferenceLabel;
  /** One sentence: how it was computed. */
  readonly method: string;
  /** What it conditions on ("the 9 band powers"). */
  readonly conditionsOn: string;
  /** False when the network sees less than the reference does, so that a gap is no fault of the network. */
  readonly comparable: boolean;
  /** True where it is the reference that sees less (`comparable` is false then, too). */
  readonly seesLess?: boolean;
  /** Independent draws of theta, [n, D] row-major, natural units. */
  readonly draws: Float64Array;
}

export type ReferenceAnswer = ReferencePosterior | { readonly kind: 'unavailable'; readonly reason: string };

export interface ReferenceRequest {
  readonly problem: Problem;
  readonly x: Float64Array;
  /** Number of draws wanted. */
  readonly draws: number;
  readonly random: Random;
  /** Called with the fraction done, in [0, 1], and where there is something to say of what was found so far, a phrase. */
  readonly onProgress?: (fraction: number, remark?: string) => void;
}

/** A product of powers, first × second^alpha, that data of this kind fix far better than either quantity; alpha follows from the draws. */
export interface Combination {
  /** Keys of two quantities of `display`, both above zero. */
  readonly first: string;
  readonly second: string;
  /** The alpha that is usual, and what the combination is then called. */
  readonly usual: { readonly exponent: number; readonly symbol: string };
}

/** Curves along which the data (nearly) cannot tell parameters apart. */
export interface Degeneracy {
  /** Keys of the two quantities (of `display` or `derived`) of the ridge view. */
  readonly axes: readonly [string, string];
  /** 'exact' if the likelihood is constant along the curve. */
  readonly label: string;
  readonly exact: boolean;
  /** Points [x, y] in the two quantities' own units, in order along the curve. */
  readonly points: readonly (readonly [number, number])[];
}

export interface RidgePosition {
  /** What is constant along the ridge: 'A b²'. */
  readonly label: string;
  readonly of: (theta: ArrayLike<number>) => number;
}

/** What a study of a system starts with. */
export interface Budget {
  /** Number of training simulations; with `fresh`, of the first epoch. */
  readonly simulations: number;
  /** Whether every epoch has its own: pays where they cost less than the training on them. */
  readonly fresh: boolean;
  /** The network, where what others get overfits the few simulations that there can be (VALIDATION.md). Absent: as others. */
  readonly network?: { readonly preset: 'small' | 'standard' | 'large'; readonly weightPriorSd: number };
  /** How it is trained, where the steps of others take too long or are too large. Absent: as others. */
  readonly steps?: { readonly batchSize: number; readonly steps: number; readonly learningRate: number };
}

/** A system whose files are tables. */
export type ColumnsSystem = System & { readonly file: ColumnsFormat };

export function hasColumns(system: System): system is ColumnsSystem {
  return system.file.kind === 'columns';
}

export interface System {
  readonly id: string;
  /** Where the gallery shows it: by what the system is about, or among the public benchmark tasks. */
  readonly group: 'cosmos' | 'life' | 'matter' | 'benchmarks' | 'tables' | 'own';
  /**
   * What can be done with it, and why the rest cannot. Where nothing can be simulated, `model().simulate` throws, and the
   * default priors are those that the simulations were made under. The same object for the same design's mode: it is asked often.
   */
  capabilities(design: Design): Capabilities;
  /** The table that holds its simulations, where they were made elsewhere: training and checks need its rows. */
  readonly recorded?: TableDescription;
  /**
   * Whether its simulator runs apart (in a sandbox, in another program): `simulate` and `logLikelihood` of its models throw everywhere
   * else, and whoever wants data asks the pool of simulations.
   */
  readonly apart?: true;
  /** What every posterior of it is conditional on besides, a sentence each; absent: nothing. */
  readonly conditions?: readonly string[];
  /** Summaries whose spread is that of a few huge values, so that a network hardly sees the others; absent: there are none. */
  readonly outlying?: readonly string[];
  readonly name: string;
  /** One line for the gallery. */
  readonly tagline: string;
  /** Two or three sentences: what the data are, what is inferred, what one can learn here. */
  readonly story: string;
  /** An SVG path in a 48 x 32 box, drawn as a line: the gallery's thumbnail. */
  readonly thumbnail: string;
  readonly designFields: readonly DesignField[];
  readonly defaultDesign: Design;
  /** A design with its dependent fields filled in after one was changed (e.g. the initial state when N changes). */
  completeDesign?(design: Design): Design;
  /** Inferred parameters, in the order of theta. May depend on the design's mode. */
  parameters(design: Design): readonly ParameterSpec[];
  nuisances(design: Design): readonly NuisanceSpec[];
  /** The D coordinates of the corner plot: a bijection of theta. */
  display(design: Design): readonly Quantity[];
  /** The inverse of `display`: values of all display quantities -> theta. */
  fromDisplay(values: ArrayLike<number>, design: Design): number[];
  /** Combinations worth a number of their own (A b², λ/μ). */
  derived(design: Design): readonly Quantity[];
  /** What is drawn once theta is known; null: nothing under these priors. */
  drawn?(problem: Problem): DrawnQuantity | null;
  model(design: Design): Model;
  /** What the network sees, in a phrase for the plot title ("9 band powers"). */
  conditionsOn(design: Design): string;
  /** Data x of one simulation that a declaration has brought along, of a system that runs apart; null: it has brought none. */
  example?(design: Design): Float64Array | null;
  /** One observation for the page, with the picture behind it. Has the same law as `model.simulate`. */
  observe?(
    design: Design,
    theta: ArrayLike<number>,
    eta: ArrayLike<number>,
    random: Random,
  ): { readonly x: Float64Array; readonly picture?: Picture };
  /**
   * What is wrong with the likelihood, in sentences, where somebody wrote it who may be mistaken; null: nothing was found. Asked before
   * anything is computed from it, where the simulator runs. Absent: it is known to be that of the simulator.
   */
  likelihoodFault?(problem: Problem): Promise<string | null>;
  view(design: Design): ObservationView;
  readonly file: FileFormat;
  /** Its code may be fetched when it is first asked for: nothing but a worker needs it. */
  reference(request: ReferenceRequest): ReferenceAnswer | Promise<ReferenceAnswer>;
  /** Whether the reference takes a core for so long that it waits until no network is being trained beside it. Absent: no. */
  readonly slowReference?: true;
  /** The curve for the ridge view, from the problem and the observed data; null where there is none. */
  degeneracy?(problem: Problem, x: Float64Array): Degeneracy | null;
  /** What the page says of each posterior; absent: nothing. */
  readonly combination?: Combination;
  /**
   * A number in (0, 1) that is uniform for exact posterior draws whatever the data are, because the data say nothing along
   * their ridge; null where the priors and the design leave no such ridge. Tells whether a network is honest there.
   */
  ridgePosition?(problem: Problem): RidgePosition | null;
  /** Parameter values that give the same law of the data, for a button ("jump to the other universe"). */
  readonly counterparts?: {
    readonly label: string;
    readonly explanation: string;
    readonly thetas: readonly (readonly number[])[];
    /** Only offered for such designs (the counterparts differ once the degeneracy is broken). */
    readonly when?: (design: Design) => boolean;
  };
  budget(design: Design): Budget;
}
