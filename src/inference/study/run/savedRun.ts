/**
 * A training run as it is saved: its study, all of its state, and the history that the plots show. On disk it is a JSON text
 * and a safetensors file (snapshotTensors.ts). Reading believes neither.
 */
import * as v from 'valibot';
import { bad, good, type Outcome } from '../../files/outcome.ts';
import { readSafetensors, type TensorFile, writeSafetensors } from '../../files/safetensors.ts';
import { quoted } from '../../math/shown.ts';
import { readJson } from '../../observation/jsonText.ts';
import { learnerById } from '../../learners/registry.ts';
import { isOfLearner, type RunSnapshot } from '../../learners/snapshot.ts';
import type { SystemCatalogue } from '../../simulators/catalogue.ts';
import type { TrainerSnapshot } from '../../training/snapshot.ts';
import { totalSteps } from '../../training/trainer.ts';
import { checkStudy, writeStudy } from '../document/document.ts';
import { networkSpec } from '../networkSpec.ts';
import { stepsOf } from '../steps.ts';
import { learnerSnapshotFrom, learnerTensors, mostLearnerBytes } from './learnerTensors.ts';
import { sentencesOf } from '../document/schema.ts';
import { mostBytes, type SnapshotNumbers, snapshotFrom, snapshotTensors } from './snapshotTensors.ts';
import type { Study } from '../study.ts';
import { studyChecksum } from '../table/studyChecksum.ts';

/** What the plots show of a run. */
export interface RunHistory {
  /** The loss in training; nats of theta. */
  readonly trace: TracePoints;
  readonly validation: readonly { readonly step: number; readonly loss: number; readonly best: boolean }[];
  readonly end: { readonly reason: RunEnd; readonly bestStep: number } | null;
  readonly epoch: number;
  /** Of a learner other than NPE, in place of `trace` and `validation`: the terms of its loss by key. */
  readonly terms?: Readonly<Record<string, TracePoints>>;
}

/** Why a run has ended. 'converged': the optimiser of a learner other than NPE. */
export type RunEnd = 'budget' | 'early-stopping' | 'converged';

/** Points of a loss, each a mean over `perPoint` steps, nats. */
export interface TracePoints {
  /** Last step that each point stands for. */
  readonly steps: readonly number[];
  readonly losses: readonly number[];
  readonly perPoint: number;
}

export interface SavedRun {
  /** What the network was trained for: what is assumed now may have gone on. */
  readonly study: Study;
  readonly snapshot: RunSnapshot;
  readonly history: RunHistory;
}

/** One of NPE. */
export interface SavedNetwork extends SavedRun {
  readonly snapshot: TrainerSnapshot;
}

export function isNetwork(run: SavedRun): run is SavedNetwork {
  return !isOfLearner(run.snapshot);
}

/** The same run on disk. */
export interface RunFiles {
  /** JSON. */
  readonly training: string;
  /** Safetensors. */
  readonly weights: Uint8Array;
}

/** The weights of a file that is still packed: unpacked only once their size is known to be that of the network. */
export interface PackedWeights {
  /** As the archive declares them. */
  readonly size: number;
  readonly unpack: () => Outcome<Uint8Array>;
}

/** Points of a loss trace at most. */
export const LONGEST_TRACE = 800;
const MOST_VALIDATIONS = 100_000;
/** Of the JSON text, characters. */
export const LONGEST_TRAINING = 10_000_000;
const VERSION = 1;
/** Name of the study's checksum among the weights' metadata; files of earlier pages have none. */
const STUDY_KEY = 'study';
const REMEDY = 'Save the study again with the version of the page that wrote it.';

const number = v.pipe(v.number(), v.finite());
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const state = v.strictObject({ step: whole, adamSteps: whole });

const trace = v.strictObject({
  steps: v.pipe(v.array(whole), v.maxLength(LONGEST_TRACE)),
  losses: v.pipe(v.array(number), v.maxLength(LONGEST_TRACE)),
  perPoint: v.pipe(whole, v.minValue(1)),
});

const schema = v.strictObject({
  kind: v.literal('training'),
  version: v.literal(VERSION),
  /** A study document. */
  study: v.unknown(),
  run: v.strictObject({
    ...state.entries,
    /** Whether it started from the weights of another network. */
    warm: v.boolean(),
    safe: v.nullable(state),
    /** `loss` is null where it was not finite. */
    best: v.array(v.nullable(v.strictObject({ step: whole, loss: v.nullable(number) }))),
    lowestLoss: v.nullable(number),
    validationsWithoutGain: whole,
    elapsed: v.pipe(number, v.minValue(0)),
    finished: v.boolean(),
  }),
  history: v.strictObject({
    trace,
    validation: v.pipe(
      v.array(v.strictObject({ step: whole, loss: number, best: v.boolean() })),
      v.maxLength(MOST_VALIDATIONS),
    ),
    end: v.nullable(v.strictObject({ reason: v.picklist(['budget', 'early-stopping']), bestStep: whole })),
    epoch: whole,
  }),
});

/** The same of a learner other than NPE. */
const learnerSchema = v.strictObject({
  kind: v.literal('training'),
  version: v.literal(VERSION),
  study: v.unknown(),
  run: v.strictObject({ learner: v.string(), step: whole, finished: v.boolean() }),
  history: v.strictObject({
    terms: v.record(v.string(), trace),
    end: v.nullable(v.strictObject({ reason: v.picklist(['budget', 'converged']), bestStep: whole })),
  }),
});

export function writeRun(run: SavedRun, catalogue: SystemCatalogue): RunFiles {
  const { study, snapshot, history } = run;
  const ofStudy = JSON.parse(writeStudy({ study, observation: null, view: null }, catalogue)) as unknown;
  const head = { kind: 'training', version: VERSION, study: ofStudy };
  const files = (members: unknown, tensors: TensorFile['tensors']): RunFiles => ({
    training: `${JSON.stringify(members)}\n`,
    weights: writeSafetensors({
      tensors,
      metadata: new Map([
        ['format', 'npe'],
        [STUDY_KEY, studyChecksum(ofStudy)],
      ]),
    }),
  });
  if (!isOfLearner(snapshot)) {
    const spec = networkSpec(catalogue.get(study.problem.system), study);
    return files({ ...head, run: numbersOf(snapshot), history }, snapshotTensors(spec, snapshot));
  }
  const { step, finished } = snapshot;
  const { terms = {}, end } = history;
  const members = { ...head, run: { learner: study.learner?.id, step, finished }, history: { terms, end } };
  return files(members, learnerTensors(snapshot));
}

function numbersOf(snapshot: TrainerSnapshot): SnapshotNumbers {
  const { warm, step, checkpoint, safe, best, lowestLoss, validationsWithoutGain, elapsed, finished } = snapshot;
  return {
    warm,
    step,
    adamSteps: checkpoint.adamSteps,
    // A run that is over goes back to nothing and picks from nothing any more: its weights are all that counts.
    safe: safe === null || finished ? null : { step: safe.step, adamSteps: safe.checkpoint.adamSteps },
    best: best.map((kept) =>
      kept === null || finished ? null : { step: kept.step, loss: Number.isFinite(kept.loss) ? kept.loss : null },
    ),
    lowestLoss: lowestLoss !== null && Number.isFinite(lowestLoss) ? lowestLoss : null,
    validationsWithoutGain,
    elapsed,
    finished,
  };
}

/**
 * @param catalogue knows the run's system afterwards
 * @returns the run, or what is wrong with one of its files, which the sentence calls by the names in a study file
 */
export function readRun(
  { training, weights }: Pick<RunFiles, 'training'> & { readonly weights: Weights },
  catalogue: SystemCatalogue,
): Outcome<SavedRun> {
  if (training.length > LONGEST_TRAINING) return refused(`training.json has ${training.length} characters`);
  const content = readJson(training);
  if (!content.ok) return refused(`training.json: ${content.problem.problem.replace(/\.$/, '')}`);
  return namesLearner(content.value)
    ? readLearnerRun(content.value, weights, catalogue)
    : readNetworkRun(content.value, weights, catalogue);
}

type Weights = Uint8Array | PackedWeights;

function readNetworkRun(content: unknown, weights: Weights, catalogue: SystemCatalogue): Outcome<SavedRun> {
  const parsed = v.safeParse(schema, content);
  if (!parsed.success) return refused(`training.json: ${sentencesOf(parsed.issues).join(' ').replace(/\.$/, '')}`);
  const { run, history } = parsed.output;
  const reading = checkStudy(parsed.output.study, catalogue);
  if (!reading.ok) return refused(`training.json, study: ${reading.problems.join(' ').replace(/\.$/, '')}`);
  const { study } = reading.document;
  if (study.learner !== undefined) return refused('training.json: its study is of another learner than its run');
  const fault = stepFault(study, run, history);
  if (fault !== null) return refused(`training.json: ${fault}`);
  const spec = networkSpec(catalogue.get(study.problem.system), study);
  const file = tensorsOf(weights, mostBytes(spec, run));
  if (!file.ok) return file;
  const snapshot = snapshotFrom(spec, run, file.value.tensors);
  if (typeof snapshot === 'string') return refused(`weights.safetensors: ${snapshot}`);
  return belongs(file.value, parsed.output.study) ? good({ study, snapshot, history }) : strangers();
}

function readLearnerRun(content: unknown, weights: Weights, catalogue: SystemCatalogue): Outcome<SavedRun> {
  const parsed = v.safeParse(learnerSchema, content);
  if (!parsed.success) return refused(`training.json: ${sentencesOf(parsed.issues).join(' ').replace(/\.$/, '')}`);
  const { run, history } = parsed.output;
  const reading = checkStudy(parsed.output.study, catalogue);
  if (!reading.ok) return refused(`training.json, study: ${reading.problems.join(' ').replace(/\.$/, '')}`);
  const { study } = reading.document;
  if (study.learner?.id !== run.learner) return refused('training.json: its study is of another learner than its run');
  const fault = termsFault(study, run.step, history.terms);
  if (fault !== null) return refused(`training.json: ${fault}`);
  const file = tensorsOf(weights, mostLearnerBytes(study, catalogue));
  if (!file.ok) return file;
  const snapshot = learnerSnapshotFrom(study, run, file.value.tensors, catalogue);
  if (typeof snapshot === 'string') return refused(`weights.safetensors: ${snapshot}`);
  const shown = { trace: { steps: [], losses: [], perPoint: 1 }, validation: [], epoch: 0, ...history };
  return belongs(file.value, parsed.output.study) ? good({ study, snapshot, history: shown }) : strangers();
}

/** Whether a file says that its run is of a learner other than NPE. */
function namesLearner(content: unknown): boolean {
  if (typeof content !== 'object' || content === null || !('run' in content)) return false;
  const { run } = content;
  return typeof run === 'object' && run !== null && Object.hasOwn(run, 'learner');
}

/** @param most bytes that they can have: more are not unpacked */
function tensorsOf(weights: Weights, most: number): Outcome<TensorFile> {
  const size = weights instanceof Uint8Array ? weights.length : weights.size;
  if (size > most) return refused(`weights.safetensors has ${size} bytes; those of this network take ${most} at most`);
  const bytes = weights instanceof Uint8Array ? good(weights) : weights.unpack();
  if (!bytes.ok) return bytes;
  const file = readSafetensors(bytes.value);
  return file.ok ? good(file.file) : refused(`weights.safetensors: ${file.problem.replace(/\.$/, '')}`);
}

/** Whether the weights are those of the study; files of earlier pages do not say. */
function belongs({ metadata }: TensorFile, study: unknown): boolean {
  const checksum = metadata.get(STUDY_KEY);
  return checksum === undefined || checksum === studyChecksum(study);
}

function strangers() {
  return refused('weights.safetensors belongs to another study (other priors, design, training settings or seed)');
}

/** What does not fit together between the steps of a learner's run and its study; null: nothing. */
function termsFault(study: Study, step: number, terms: Readonly<Record<string, TracePoints>>): string | null {
  const most = stepsOf(study, null);
  if (step > most) return `step is ${step}, but this study ends at ${most}`;
  const known = learnerById(study.learner?.id ?? '').losses.map(({ key }) => key);
  for (const [key, { steps, losses }] of Object.entries(terms)) {
    if (!known.includes(key)) return `history.terms has ${quoted(key)}; this learner's are ${known.join(', ')}`;
    if (steps.length !== losses.length) return `the term ${key} has ${steps.length} steps, but ${losses.length} losses`;
    if (!rising(steps)) return 'the steps of the history do not rise';
    if ((steps.at(-1) ?? 0) > step) return beyond(step, steps);
  }
  return null;
}

/** What does not fit together between steps and study; null: nothing. */
function stepFault(study: Study, run: SnapshotNumbers, { trace, validation }: RunHistory): string | null {
  const { members } = study.training;
  if (run.best.length !== members) return `best has ${run.best.length} entries, but the ensemble ${members} members`;
  const steps = totalSteps(study.training, run.warm);
  if (run.step > steps) return `step is ${run.step}, but this study ends at ${steps}`;
  const last = Math.max(run.safe?.step ?? 0, ...run.best.map((kept) => kept?.step ?? 0));
  if (last > run.step) return `weights of step ${last} are said to exist at step ${run.step}`;
  if (trace.steps.length !== trace.losses.length) {
    return `the trace has ${trace.steps.length} steps, but ${trace.losses.length} losses`;
  }
  for (const recorded of [trace.steps, validation.map(({ step }) => step)]) {
    if (!rising(recorded)) return 'the steps of the history do not rise';
    if ((recorded.at(-1) ?? 0) > run.step) return beyond(run.step, recorded);
  }
  return null;
}

function beyond(step: number, recorded: readonly number[]): string {
  return `the history has a loss of step ${recorded.at(-1)}, but the run is at step ${step}`;
}

function rising(steps: readonly number[]): boolean {
  return steps.every((step, i) => i === 0 || step > steps[i - 1]);
}

function refused(what: string) {
  return bad({ problem: `The trained network cannot be used: ${what}.`, remedy: REMEDY });
}
