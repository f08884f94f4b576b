/**
 * A public benchmark task as a system: what the eight tasks of sbibm (Lueckmann, Boelts, Greenberg, Gonçalves & Macke,
 * "Benchmarking simulation-based inference", AISTATS 2021) have alike. Nothing but theta is unknown, nothing of the design
 * can be chosen, and an observation is one row of numbers, in files under the names data_1, data_2, ... as sbibm writes them.
 */
import { loadPart } from '../../parts/loadPart.ts';
import type { ColumnSpec, DataAxis, Model, ObservationView, ParameterSpec, Quantity, System } from '../system.ts';
import { EVERYTHING } from '../capabilities.ts';
import { oneRowFile } from '../oneRowFile.ts';
import { parameterQuantities } from '../parameterQuantities.ts';

export interface Benchmark {
  readonly id: string;
  readonly name: string;
  readonly tagline: string;
  readonly story: string;
  readonly thumbnail: string;
  readonly parameters: readonly ParameterSpec[];
  /** What is shown in place of the parameters themselves, where they are not the task's own. */
  readonly shown?: {
    readonly quantities: readonly Quantity[];
    readonly toTheta: (values: ArrayLike<number>) => number[];
  };
  readonly model: () => Model;
  readonly data: {
    readonly kind: ColumnSpec['kind'];
    /** Largest possible value. */
    readonly most?: number;
    /** What each entry of x is. */
    readonly descriptions: readonly string[];
    /** Where x has several axes, or known times. */
    readonly axes?: readonly DataAxis[];
  };
  readonly conditionsOn: string;
  readonly view: ObservationView;
  /** Default: tempering (tempered.ts), for any model with a likelihood. */
  readonly reference?: System['reference'];
}

/** The simulations of the benchmark's largest setting. */
const BUDGET = 100_000;

export function benchmarkSystem(task: Benchmark): System {
  const { id, name, tagline, story, thumbnail, parameters, shown, model, conditionsOn, view } = task;
  return {
    id,
    group: 'benchmarks',
    capabilities: () => EVERYTHING,
    name,
    tagline,
    story,
    thumbnail,
    designFields: [],
    defaultDesign: {},
    parameters: () => parameters,
    nuisances: () => [],
    display: () => shown?.quantities ?? parameterQuantities(parameters),
    fromDisplay: (values) => shown?.toTheta(values) ?? Array.from(values),
    derived: () => [],
    model,
    conditionsOn: () => conditionsOn,
    view: () => view,
    file: oneRowFile(name, dataColumns(task), task.data.axes),
    reference:
      task.reference ??
      (async (request) =>
        (await loadPart('computes this reference posterior', () => import('./temperedReference.ts'))).temperedReference(
          request,
          parameters,
          model,
          conditionsOn,
        )),
    budget: () => ({ simulations: BUDGET, fresh: false }),
  };
}

/** The columns data_1, data_2, ... */
function dataColumns({ data: { kind, most = Infinity, descriptions } }: Benchmark): ColumnSpec[] {
  return descriptions.map((description, i) => ({
    name: `data_${i + 1}`,
    unit: '',
    kind,
    required: true,
    description,
    largest: most,
  }));
}
