/**
 * A study as a document: the JSON that the page saves and that `npm run infer -- --study` runs. Reading checks everything,
 * since the text may have been edited by hand: its form first, then system, design, priors and training settings.
 *
 *     {"kind": "study", "version": 1, "problem": {"system": …, "design": …, "priors": …, "nuisances": …},
 *      "training": {…}, "seed": 1}
 */
import * as v from 'valibot';
import { flowPresets } from '../flow/spec.ts';
import { validateProblem } from '../simulators/problem.ts';
import { systems } from '../simulators/registry.ts';
import { trainingLimits } from '../training/defaults.ts';
import type { TrainingSettings } from '../training/settings.ts';
import type { Study } from './study.ts';

const number = v.pipe(v.number(), v.finite());
const truncation = { low: v.optional(number), high: v.optional(number) };
const prior = v.variant('family', [
  v.strictObject({ family: v.literal('uniform'), low: number, high: number }),
  v.strictObject({ family: v.literal('logUniform'), low: number, high: number }),
  v.strictObject({ family: v.literal('normal'), mean: number, sd: number, ...truncation }),
  v.strictObject({ family: v.literal('lognormal'), mean: number, sd: number, ...truncation }),
  v.strictObject({ family: v.literal('beta'), a: number, b: number, ...truncation }),
  v.strictObject({ family: v.literal('fixed'), value: number }),
]);

/** A number of the training settings within its limits. */
function limited(name: keyof typeof trainingLimits) {
  const { low, high } = trainingLimits[name];
  return v.pipe(number, v.minValue(low), v.maxValue(high));
}

function limitedWhole(name: keyof typeof trainingLimits) {
  return v.pipe(limited(name), v.integer());
}

const training = v.strictObject({
  simulations: limitedWhole('simulations'),
  fresh: v.boolean(),
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

const schema = v.strictObject({
  kind: v.literal('study'),
  version: v.literal(1),
  problem: v.strictObject({
    system: v.string(),
    design: v.record(v.string(), v.union([number, v.string(), v.boolean(), v.array(number)])),
    priors: v.record(v.string(), prior),
    nuisances: v.record(
      v.string(),
      v.strictObject({ mode: v.picklist(['fixed', 'marginalised']), value: number, prior }),
    ),
  }),
  training,
  seed: v.pipe(number, v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1)),
});

export type StudyReading =
  | { readonly ok: true; readonly study: Study }
  /** One sentence each, with the place, the bad value and the remedy. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** The document's text, with a line feed at its end. */
export function writeStudy({ problem, training, seed }: Study): string {
  return `${JSON.stringify({ kind: 'study', version: 1, problem, training, seed }, null, 2)}\n`;
}

export function readStudy(text: string): StudyReading {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, problems: [`The text is not JSON (${reason}); save the study again.`] };
  }
  const parsed = v.safeParse(schema, content);
  if (!parsed.success) return { ok: false, problems: parsed.issues.map(sentenceOf) };
  const { problem, training: settings, seed } = parsed.output;
  const system = systems.find(({ id }) => id === problem.system);
  if (system === undefined) {
    const known = systems.map(({ id }) => id).join(', ');
    return { ok: false, problems: [`problem.system is "${problem.system}"; it must be one of ${known}.`] };
  }
  const problems = validateProblem(system, problem);
  if (problems.length > 0) return { ok: false, problems: problems.map((sentence) => `${sentence}.`) };
  return { ok: true, study: { problem, training: settings, seed } };
}

function sentenceOf(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? 'The document';
  if (issue.received === 'undefined') return `${place} is missing; expected ${issue.expected ?? 'a value'}.`;
  if (issue.expected === 'never') return `${place} is not known; remove it.`;
  return `${place} is ${issue.received}; expected ${issue.expected ?? 'another value'}.`;
}
