/**
 * What can be chosen of a benchmark task: not the task, but how its data are given to the network. Points without an order as a set;
 * any of the values missing; several data sets of one theta. A design that says nothing is that of the task as it is published.
 */
import { sizeOf } from '../dataShape.ts';
import { anyReadings, READINGS, withAnyReadings, withoutUsualReadings } from '../readings/anyReadings.ts';
import { mostRepeats, repeatsField, withoutUsualRepeats, withRepeats } from '../repeats/repeats.ts';
import type { Design, DesignField, Model } from '../system.ts';

const SEEN = 'seen';

/** Points without an order: how many, what they are called, and names of the numbers of each. */
export interface PointSet {
  readonly count: number;
  readonly name: string;
  readonly names: readonly string[];
}

interface Task {
  readonly model: () => Model;
  readonly set?: PointSet;
  readonly anyValues?: unknown;
}

const valuesField: DesignField = {
  kind: 'choice',
  key: READINGS,
  label: 'Values',
  help: '',
  otherwise: 'all',
  when: (design) => mostRepeats(design) === 1,
  options: [
    { value: 'all', label: 'all are there', help: 'The network is trained for complete data.' },
    {
      value: 'any',
      label: 'any may be missing',
      help: 'One network for any of the values: in each simulation some are left out at random, and the network is told which.',
    },
  ],
};

function seenField(name: string): DesignField {
  return {
    kind: 'choice',
    key: SEEN,
    label: `The network sees the ${name}`,
    help: '',
    otherwise: 'row',
    options: [
      {
        value: 'row',
        label: 'in a row',
        help: `Each of the ${name} has its place, and the network learns that no place is special.`,
      },
      {
        value: 'set',
        label: 'as a set',
        help: `Each of the ${name} goes through the same layers, and what they give is averaged: their order cannot matter.`,
      },
    ],
  };
}

export function benchmarkFields({ set, anyValues }: Task): readonly DesignField[] {
  return [
    ...(set === undefined ? [] : [seenField(set.name)]),
    repeatsField,
    ...(anyValues === undefined ? [] : [valuesField]),
  ];
}

/** The design without what it need not say. */
export function completeBenchmark(design: Design): Design {
  const { [SEEN]: seen, ...rest } = withoutUsualRepeats(withoutUsualReadings(design));
  const kept: Design = seen === undefined || seen === 'row' ? rest : { ...rest, [SEEN]: seen };
  if (mostRepeats(kept) === 1) return kept;
  // A data set is there as a whole or not at all.
  const { [READINGS]: _, ...repeated } = kept;
  return repeated;
}

/** @throws TypeError on a value that no design has */
export function designedModel(task: Task, design: Design): Model {
  const own = task.model();
  const single = task.set !== undefined && seesSet(design) ? asSet(own, task.set) : own;
  const most = mostRepeats(design);
  if (most > 1) return withRepeats(single, most);
  return task.anyValues !== undefined && anyReadings(design) ? withAnyReadings(single, 'values') : single;
}

function seesSet({ [SEEN]: seen = 'row' }: Design): boolean {
  if (seen !== 'row' && seen !== 'set') {
    throw new TypeError(`design.seen is ${String(seen)}; it must be 'row' or 'set'`);
  }
  return seen === 'set';
}

function asSet(model: Model, { count, name, names }: PointSet): Model {
  const size = sizeOf(model.x) / count;
  return {
    ...model,
    s: { kind: 'set', item: { kind: 'vector', names }, most: count },
    items: {
      count,
      name,
      split: (x) => Array.from({ length: count }, (_, i) => x.subarray(i * size, (i + 1) * size)),
    },
  };
}
