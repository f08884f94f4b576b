/** The form of a study document: which members there are and what each may be. What they mean together is document.ts's. */
import * as v from 'valibot';
import { flowPresets } from '../../flow/spec.ts';
import { shown } from '../../math/shown.ts';
import { declarationRecord, ownLimits } from '../../simulators/own/declaration.ts';
import { observationRecord } from '../../observation/record.ts';
import { trainingLimits } from '../../training/defaults.ts';
import type { TrainingSettings } from '../../training/settings.ts';
import { finite, priorRecord } from '../../priors/priorRecord.ts';
import { tableRecord } from '../table/tableRecord.ts';
import { viewRecord } from './view.ts';

/** Of the present form; migrations.ts brings older ones up to it. */
export const VERSION = 2;

export const seedLimits = { low: 0, high: 2 ** 32 - 1 } as const;

/** Problems named one by one; the rest are counted. */
const MOST_NAMED = 12;
/** Characters of a bad value that a message repeats. */
const MOST_REPEATED = 60;

/** A number of the training settings within its limits. */
function limited(name: keyof typeof trainingLimits) {
  const { low, high } = trainingLimits[name];
  return v.pipe(finite, v.minValue(low), v.maxValue(high));
}

function limitedWhole(name: keyof typeof trainingLimits) {
  return v.pipe(limited(name), v.integer());
}

const training = v.strictObject({
  simulations: limitedWhole('simulations'),
  fresh: v.boolean(),
  /** Documents that know nothing of it have networks for their own priors. */
  amortisesPriors: v.optional(v.boolean(), false),
  members: limitedWhole('members'),
  preset: v.picklist(Object.keys(flowPresets) as (keyof typeof flowPresets)[]),
  batchSize: limitedWhole('batchSize'),
  epochs: limitedWhole('epochs'),
  learningRate: limited('learningRate'),
  schedule: v.picklist(['cosine', 'constant']),
  patience: limitedWhole('patience'),
  weightPriorSd: v.nullable(limited('weightPriorSd')),
  clipNorm: limited('clipNorm'),
  validationFraction: limited('validationFraction'),
} satisfies Record<keyof TrainingSettings, unknown>);

const design = v.record(v.string(), v.union([finite, v.string(), v.boolean(), v.array(finite)]));

export const scriptRecord = v.strictObject({
  language: v.literal('javascript'),
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(ownLimits.text)),
  declaration: declarationRecord,
});

export const documentSchema = v.strictObject({
  kind: v.literal('study'),
  version: v.literal(VERSION),
  study: v.strictObject({
    problem: v.strictObject({
      system: v.string(),
      design,
      priors: v.record(v.string(), priorRecord),
      nuisances: v.record(
        v.string(),
        v.strictObject({ mode: v.picklist(['fixed', 'marginalised']), value: finite, prior: priorRecord }),
      ),
    }),
    training,
    seed: v.pipe(finite, v.integer(), v.minValue(seedLimits.low), v.maxValue(seedLimits.high)),
    /** Nuisance parameters that training holds fixed although the data draw them. */
    ignored: v.optional(v.array(v.string()), []),
    /** Who learns, where it is not NPE. */
    learner: v.optional(v.strictObject({ id: v.string(), settings: design })),
  }),
  /** Where the system is a table of simulations made elsewhere: what it is, without its rows. */
  table: v.optional(tableRecord),
  /** Where it is a simulator that the user wrote: its text, which nothing runs before a reader has seen it, and what it declares. */
  script: v.optional(scriptRecord),
  /** Where it is a simulator outside of the page: what the bridge says of it, without the way there. */
  remote: v.optional(
    v.strictObject({
      declaration: declarationRecord,
      key: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
      batch: v.boolean(),
      block: v.pipe(finite, v.integer(), v.minValue(1), v.maxValue(1_000_000)),
    }),
  ),
  observation: v.nullable(observationRecord),
  view: v.nullable(viewRecord),
});

/** What is wrong, one sentence for each place, with what stands there and what may. */
export function sentencesOf(issues: readonly v.BaseIssue<unknown>[]): string[] {
  const named = issues.slice(0, MOST_NAMED).map(sentenceOf);
  const more = issues.length - named.length;
  return more === 0 ? named : [...named, `${more} more of that kind.`];
}

function sentenceOf(issue: v.BaseIssue<unknown>): string {
  const place = shown(v.getDotPath(issue) ?? 'The document', MOST_REPEATED);
  if (issue.received === 'undefined') return `${place} is missing; expected ${issue.expected ?? 'a value'}.`;
  if (issue.expected === 'never') return `${place} is not known; remove it.`;
  return `${place} is ${shown(issue.received, MOST_REPEATED)}; expected ${issue.expected ?? 'another value'}.`;
}
