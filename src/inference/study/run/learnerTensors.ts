/**
 * The state of a run of a learner other than NPE as named tensors: what it has learnt under state/, the observation that it
 * learns from under data/. They may come from a stranger's file: names and lengths are the learner's own, and every number is
 * finite, or the file is refused by name.
 */
import type { Tensor } from '../../files/safetensors.ts';
import type { AnyLearner, LearnerTask } from '../../learners/learner.ts';
import { learnerById } from '../../learners/registry.ts';
import type { LearnerSnapshot } from '../../learners/snapshot.ts';
import { sizeOf } from '../../simulators/dataShape.ts';
import type { SystemCatalogue } from '../../simulators/catalogue.ts';
import type { Study } from '../study.ts';

type Described = Omit<LearnerTask, 'data'>;

export function learnerTensors({ arrays, data }: LearnerSnapshot): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  const add = (name: string, values: Float64Array) => tensors.set(name, { shape: [values.length], data: values });
  for (const [name, values] of Object.entries(arrays)) add(`state/${name}`, values);
  add('data/s', data.s);
  if (data.x !== null) add('data/x', data.x);
  return tensors;
}

/** The learner of a study that is not NPE’s, and what is known of its task before its data are. */
function described(
  study: Study,
  catalogue: SystemCatalogue,
): { readonly learner: AnyLearner; readonly task: Described } {
  const { problem, seed } = study;
  const choice = study.learner;
  if (choice === undefined) throw new RangeError('The study is learnt by NPE.');
  const system = catalogue.get(problem.system);
  return { learner: learnerById(choice.id), task: { system, problem, settings: choice.settings, seed } };
}

/** Of one tensor in the header: its name, type, shape and place. */
const MOST_HEADER_EACH = 300;

/** Bytes that such tensors can take as a safetensors file. */
export function mostLearnerBytes(study: Study, catalogue: SystemCatalogue): number {
  const all = [...lengths(study, catalogue).values()];
  return all.reduce((sum, length) => sum + 8 * length + MOST_HEADER_EACH, MOST_HEADER_EACH);
}

/** The snapshot, or what is wrong with a tensor, without a full stop. */
export function learnerSnapshotFrom(
  study: Study,
  { step, finished }: Pick<LearnerSnapshot, 'step' | 'finished'>,
  tensors: ReadonlyMap<string, Tensor>,
  catalogue: SystemCatalogue,
): LearnerSnapshot | string {
  const wanted = lengths(study, catalogue);
  const unknown = [...tensors.keys()].find((name) => !wanted.has(name));
  if (unknown !== undefined) return `${JSON.stringify(unknown.slice(0, 80))} does not belong to this run`;
  const read = new Map<string, Float64Array>();
  for (const [name, length] of wanted) {
    const tensor = tensors.get(name);
    if (tensor === undefined) {
      // Of some observations only the summaries are known.
      if (name === 'data/x') continue;
      return `${name} is missing`;
    }
    const { data, shape } = tensor;
    if (!(data instanceof Float64Array) || shape.join() !== String(length)) {
      return `${name} has shape [${shape.join(', ')}]; this run has float64 of [${length}]`;
    }
    const bad = data.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) return notFinite(name, bad, data[bad]);
    read.set(name, data);
  }
  const arrays = Object.fromEntries(
    [...read].flatMap(([name, data]) =>
      name.startsWith('state/') ? [[name.slice('state/'.length), data] as const] : [],
    ),
  );
  return {
    step,
    finished,
    arrays,
    data: { s: read.get('data/s') ?? new Float64Array(0), x: read.get('data/x') ?? null },
  };
}

/** A missing entry of the data is NaN, which a learner's fit may have left out; its run is kept with complete data alone. */
function notFinite(name: string, index: number, value: number): string {
  const where = `${name} has no finite number at entry ${index + 1} (${value})`;
  return name.startsWith('data/')
    ? `${where}: a run is read only with a complete observation, so fit it anew to complete data`
    : `${where}: its fit has failed there and cannot be continued, so train it from the start`;
}

/** Lengths of the tensors by name. */
function lengths(study: Study, catalogue: SystemCatalogue): Map<string, number> {
  const { learner, task } = described(study, catalogue);
  const model = task.system.model(task.problem.design);
  const state = Object.entries(learner.arrays(task)).map(([name, length]) => [`state/${name}`, length] as const);
  return new Map([...state, ['data/s', sizeOf(model.s)], ['data/x', sizeOf(model.x)]]);
}
