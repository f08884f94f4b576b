/**
 * A public benchmark task as a system: what the eight tasks of sbibm (Lueckmann, Boelts, Greenberg, Gonçalves & Macke,
 * "Benchmarking simulation-based inference", AISTATS 2021) have alike. Nothing but theta is unknown, and an observation is one row
 * of numbers, in files under the names data_1, data_2, ... as sbibm writes them. What can be chosen of the design is how the network is
 * given them (benchmarkDesign.ts); the task itself is without any choice.
 */
import { loadPart } from '../../parts/loadPart.ts';
import type {
  ColumnsFormat,
  ColumnSpec,
  DataAxis,
  Design,
  Model,
  ParameterSpec,
  PointsView,
  Quantity,
  ReferenceRequest,
  System,
} from '../system.ts';
import { EVERYTHING } from '../capabilities.ts';
import { benchmarkFields, completeBenchmark, designedModel, type PointSet } from './benchmarkDesign.ts';
import { anyReadings, countPresent, readFromFile } from '../readings/anyReadings.ts';
import { conditionedOnRepeats, countRepeats, mostRepeats, repeatedFile, repeatedView } from '../repeats/repeats.ts';
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
  readonly view: PointsView;
  /** Where x is of points without an order. */
  readonly set?: PointSet;
  /**
   * Whether any value may be missing: then each summary is of one value, NaN where that is, and the likelihood is that of the values that
   * are there; 'reference': the task's own reference takes such data, too.
   */
  readonly anyValues?: 'likelihood' | 'reference';
  /** Default: tempering (tempered.ts), for any model with a likelihood. */
  readonly reference?: System['reference'];
}

/** The simulations of the benchmark's largest setting. */
const BUDGET = 100_000;

export function benchmarkSystem(task: Benchmark): System {
  const { id, name, tagline, story, thumbnail, parameters, shown, conditionsOn, view, anyValues } = task;
  const columns = dataColumns(task);
  const size = columns.length;
  const row = oneRowFile(name, columns, task.data.axes);
  const some = oneRowFile(
    name,
    columns.map((column) => ({ ...column, mayMiss: true })),
    task.data.axes,
  );
  const fileOf = (design: Design): ColumnsFormat => {
    const most = mostRepeats(design);
    if (most > 1) return repeatedFile(name, row, most);
    if (anyValues === undefined) return row;
    // A file of one observation may lack values: it is then of that design.
    return {
      ...some,
      rows: (anyReadings(design) ? some : row).rows,
      read(table, of) {
        const read = some.read(table, of);
        return read.ok ? readFromFile(read.x, read.design, 'one of the values') : read;
      },
    };
  };
  const tempered = async (request: ReferenceRequest, conditions: string) =>
    (await loadPart('computes this reference posterior', () => import('./temperedReference.ts'))).temperedReference(
      request,
      parameters,
      () => designedModel(task, request.problem.design),
      conditions,
    );
  return {
    id,
    group: 'benchmarks',
    capabilities: () => EVERYTHING,
    name,
    tagline,
    story,
    thumbnail,
    designFields: benchmarkFields(task),
    defaultDesign: {},
    completeDesign: completeBenchmark,
    parameters: () => parameters,
    nuisances: () => [],
    display: () => shown?.quantities ?? parameterQuantities(parameters),
    fromDisplay: (values) => shown?.toTheta(values) ?? Array.from(values),
    derived: () => [],
    model: (design) => designedModel(task, design),
    conditionsOn(design) {
      if (anyReadings(design)) return 'the values that are there';
      return mostRepeats(design) > 1 ? `data sets of ${conditionsOn} each` : conditionsOn;
    },
    view(design) {
      const most = mostRepeats(design);
      return most > 1 ? repeatedView(view, size, most) : view;
    },
    file: {
      ...row,
      axes: (design) => fileOf(design).axes(design),
      rows: {
        columns: (design) => fileOf(design).rows.columns(design),
        designOf: (header, design) => fileOf(design).rows.designOf(header, design),
      },
      columns: (design) => fileOf(design).columns(design),
      read: (table, design) => fileOf(design).read(table, design),
      write: (x, design) => fileOf(design).write(x, design),
    },
    reference: async (request) => {
      const { design } = request.problem;
      const most = mostRepeats(design);
      if (most > 1) {
        return conditionedOnRepeats(await tempered(request, conditionsOn), countRepeats(request.x, most));
      }
      const lacking = anyReadings(design) && countPresent(request.x) < size;
      const own = lacking && anyValues !== 'reference' ? undefined : task.reference;
      const answer = await (own?.(request) ?? tempered(request, conditionsOn));
      if (!lacking || answer.kind !== 'reference') return answer;
      return { ...answer, conditionsOn: `the ${countPresent(request.x)} values that are there` };
    },
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
