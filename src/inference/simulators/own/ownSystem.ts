/**
 * A system made of a declaration (declaration.ts): what a simulator of one's own needs to be studied like any other. The network
 * is given all data as they are, or the summaries that the simulator computes of them. The simulator itself runs apart: where it does, it is given to the system as a program, and
 * everywhere else the model only knows shapes.
 */
import { loadPart } from '../../parts/loadPart.ts';
import { type Prior, type PriorFamily, quantile, support } from '../../priors/prior.ts';
import type { Capabilities } from '../capabilities.ts';
import { type ArrayShape, entryNames, sizeOf } from '../dataShape.ts';
import { oneRowFile } from '../oneRowFile.ts';
import { parameterQuantities } from '../parameterQuantities.ts';
import { problemKey } from '../problem.ts';
import { RAW_DATA } from '../pythonSummaries.ts';
import type { FileFormat, Model, ObservationView, ParameterSpec, Problem, PythonSummaries, System } from '../system.ts';
import { type DeclaredParameter, type Declaration, shapeOf } from './declaration.ts';
import type { OwnProgram } from './ownProgram.ts';
import { OwnSummaries } from './ownSummaries.ts';

interface OwnSystem {
  readonly id: string;
  readonly declaration: Declaration;
  readonly tagline: string;
  readonly story: string;
  readonly capabilities: Capabilities;
  /** How the summaries are computed elsewhere; absent: the network is given the data. */
  readonly python?: PythonSummaries;
  /** Null: it runs elsewhere. */
  readonly program: OwnProgram | null;
}

/** Why there is no reference posterior, and no check by ln p. */
export const NO_LIKELIHOOD = 'This simulator gives no likelihood, so there is nothing exact to compare with.';
/** Whose likelihood a reference is by. */
const GIVEN =
  'By the logLikelihood of the simulator, in which 200 simulated data sets have shown no fault (likelihoods that are nearly right pass)';
const ELSEWHERE = 'This simulator runs apart: ask the pool of simulations for its data.';
/** A lognormal or gamma prior whose central 95 % span more than this factor is shown on a logarithmic axis. */
const WIDE = 10;
/** Of an unbounded prior, what its slider shows: all but this probability at each end. */
const BEYOND_SLIDER = 1e-3;
/** Training that takes some half a minute, where a simulation costs little. */
const SIMULATIONS = 30_000;
/** Largest number that an edited or read value may have: what single precision, and squares of it, bear. */
const LARGEST = 1e15;

export function ownSystem({
  id,
  declaration,
  tagline,
  story,
  capabilities,
  python = RAW_DATA,
  program,
}: OwnSystem): System {
  const { name, data, likelihood = false, example } = declaration;
  const parameters = declaration.parameters.map(parameterOf);
  const shape = shapeOf(data);
  const summaries = OwnSummaries.of(declaration, program, ELSEWHERE);
  const model: Model = {
    x: shape,
    s: summaries === null ? shape : { kind: 'vector', names: summaries.names },
    simulate(theta, _, random, out) {
      if (program === null) throw new RangeError(ELSEWHERE);
      if (summaries === null) program.simulate(theta, random, out);
      else summaries.simulate(theta, random, out);
    },
    ...(summaries === null
      ? { summarise: (x: Float64Array, out: Float64Array) => out.set(x) }
      : {
          summarise: (x: Float64Array, out: Float64Array) => summaries.summarise(x, out),
          summarisedHere: summaries.known,
          // Nobody knows whether they hold all that the data say.
          sufficient: false,
        }),
    python,
    ...(likelihood ? { logLikelihood: (theta, _, x) => likelihoodOf(program)(theta, x) } : {}),
  };
  const ofData = conditionOf(declaration, shape);
  const conditionsOn = summaries === null ? ofData : summariesOf(summaries.names, ofData);
  /** Of the likelihood, under the priors that were asked about last. */
  let judged: { readonly key: string; readonly problem: string | null } | null = null;
  const likelihoodFault = async (problem: Problem): Promise<string | null> => {
    const { likelihoodProblem } = await loadPart('judges a likelihood', () => import('./likelihoodCheck.ts'));
    const key = problemKey(problem);
    if (judged?.key !== key) judged = { key, problem: likelihoodProblem(system, problem) };
    return judged.problem;
  };
  const system: System = {
    id,
    group: 'own',
    apart: true,
    capabilities: () => capabilities,
    name,
    tagline,
    story,
    thumbnail: 'M6 8 L14 16 L6 24 M18 24 H30 M36 8 H44 M36 16 H42 M36 24 H44',
    designFields: [],
    defaultDesign: {},
    parameters: () => parameters,
    nuisances: () => [],
    display: () => parameterQuantities(parameters),
    fromDisplay: (values) => Array.from(values),
    derived: () => [],
    model: () => model,
    conditionsOn: () => conditionsOn,
    example: () => (example === undefined ? null : Float64Array.from(example)),
    ...(program === null ? { observe: (_, theta) => ({ x: exampleAt(theta, parameters, example) }) } : {}),
    view: () => viewOf(declaration, shape),
    file: fileOf(declaration, shape),
    ...(likelihood ? { likelihoodFault } : {}),
    reference: async (request) => {
      if (!likelihood) return { kind: 'unavailable', reason: NO_LIKELIHOOD };
      const fault = await likelihoodFault(request.problem);
      if (fault !== null) return { kind: 'unavailable', reason: fault };
      const { temperedReference } = await loadPart(
        'computes this reference posterior',
        () => import('../benchmarks/temperedReference.ts'),
      );
      const answer = temperedReference(request, parameters, () => model, ofData, GIVEN);
      return answer.kind === 'reference' && summaries !== null ? { ...answer, comparable: false } : answer;
    },
    budget: () => ({ simulations: SIMULATIONS, fresh: false }),
  };
  return system;
}

function likelihoodOf(program: OwnProgram | null): NonNullable<OwnProgram['logLikelihood']> {
  if (program?.logLikelihood === undefined) throw new RangeError(ELSEWHERE);
  return program.logLikelihood;
}

/** The data that the declaration brings along are those of one theta; others are for the pool to simulate. */
function exampleAt(
  theta: ArrayLike<number>,
  parameters: readonly ParameterSpec[],
  example: readonly number[] | undefined,
): Float64Array {
  const known = parameters.every(({ defaultTruth }, j) => theta[j] === defaultTruth);
  if (example === undefined || !known) throw new RangeError(ELSEWHERE);
  return Float64Array.from(example);
}

function parameterOf({ key, symbol, label, unit = '', description, prior, slider }: DeclaredParameter): ParameterSpec {
  const { low, high } = support(prior);
  return {
    key,
    symbol: symbol ?? key.slice(0, 12),
    label: label ?? key,
    unit,
    description: description ?? `${key} of the simulator.`,
    defaultPrior: prior,
    families: familiesOf(prior),
    slider: slider ?? sliderOf(prior),
    // Nothing but the law that it was declared with tells where a parameter makes sense: a scale is positive, a share below 1.
    domain: BOUNDED.includes(prior.family) ? { low, high: prior.family === 'beta' ? high : Infinity } : EVERYWHERE,
    defaultTruth: rounded(quantile(prior, 0.5)),
  };
}

const EVERYWHERE = { low: -Infinity, high: Infinity } as const;
const BOUNDED: readonly PriorFamily[] = ['lognormal', 'exponential', 'gamma', 'beta'];

function familiesOf(prior: Prior): PriorFamily[] {
  const positive = support(prior).low >= 0;
  const others: readonly PriorFamily[] = positive
    ? ['uniform', 'logUniform', 'normal', 'lognormal', 'gamma', 'exponential']
    : ['uniform', 'normal'];
  const offered = prior.family === 'beta' ? (['beta', 'uniform'] as const) : [prior.family, ...others];
  return [...new Set<PriorFamily>(offered)];
}

function sliderOf(prior: Prior): ParameterSpec['slider'] {
  const { low, high } = support(prior);
  const ends = {
    low: Number.isFinite(low) ? low : rounded(quantile(prior, BEYOND_SLIDER)),
    high: Number.isFinite(high) ? high : rounded(quantile(prior, 1 - BEYOND_SLIDER)),
  };
  if (prior.family === 'logUniform') return { ...ends, scale: 'log' };
  const wide =
    (prior.family === 'lognormal' || prior.family === 'gamma') &&
    quantile(prior, 0.975) / quantile(prior, 0.025) > WIDE;
  if (!wide) return { ...ends, scale: 'linear' };
  return { ...ends, low: ends.low > 0 ? ends.low : quantile(prior, BEYOND_SLIDER), scale: 'log' };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

function summariesOf(names: readonly string[], data: string): string {
  return names.length === 1 ? `${names[0]} of ${data}` : `${names.length} summaries of ${data}`;
}

function conditionOf({ data }: Declaration, shape: ArrayShape): string {
  const n = sizeOf(shape);
  switch (data.kind) {
    case 'vector':
      return n === 1 ? data.names[0] : `the ${n} data values`;
    case 'series':
      return `the ${n} values of ${data.name}`;
    case 'image':
      return `the image of ${data.height} x ${data.width} pixels`;
    default:
      return data satisfies never;
  }
}

function viewOf({ data, integer = false }: Declaration, shape: ArrayShape): ObservationView {
  const allowed = { low: integer ? 0 : -LARGEST, high: LARGEST, integer };
  switch (data.kind) {
    case 'vector': {
      const index = data.names.map((_, i) => i);
      return {
        kind: 'points',
        space: 'x',
        horizontal: { label: 'Data', scale: 'linear', categories: data.names },
        vertical: { label: 'Value', scale: 'linear' },
        series: [{ name: 'x', index, at: index }],
        allowed,
      };
    }
    case 'series': {
      const at = shape.kind === 'series' ? shape.at : [];
      const { name, unit, axis = 'time' } = data;
      return {
        kind: 'points',
        space: 'x',
        horizontal: { label: unit === undefined ? axis : `${axis} [${unit}]`, scale: 'linear' },
        vertical: { label: name, scale: 'linear' },
        series: [{ name, index: at.map((_, i) => i), at }],
        allowed,
      };
    }
    case 'image':
      if (shape.kind !== 'image') throw new TypeError('An image has the shape of one.');
      return {
        kind: 'image',
        space: 'x',
        shape,
        horizontal: { label: 'column', low: 0.5, high: data.width + 0.5 },
        vertical: { label: 'row', low: 0.5, high: data.height + 0.5 },
        value: 'value',
        allowed,
      };
    default:
      return data satisfies never;
  }
}

function fileOf({ name, data, integer = false }: Declaration, shape: ArrayShape): FileFormat {
  const kind = integer ? 'count' : 'number';
  if (data.kind === 'image') {
    return { kind: 'array', value: { kind, unit: '', description: 'value of a pixel', largest: LARGEST } };
  }
  const words = entryNames(shape);
  const names = data.kind === 'vector' ? data.names : words.map((_, i) => `data_${i + 1}`);
  return oneRowFile(
    name,
    names.map((own, i) => ({ name: own, unit: '', kind, required: true, description: words[i], largest: LARGEST })),
  );
}
