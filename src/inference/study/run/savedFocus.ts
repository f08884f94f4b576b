/**
 * A posterior that is focused on one observation, as it is saved beside a study: its draws, the region, what the checks said. The
 * network is not saved: without its region it would answer other data wrongly, and nothing here asks it. On disk it is one
 * safetensors file whose metadata hold the rest as JSON. Reading believes neither: shapes, numbers, and that it is of the problem
 * and of the observation that it is read with.
 */
import * as v from 'valibot';
import type { ReferenceDistance } from '../../diagnostics/reference/referenceDistance.ts';
import { bad, good, type Outcome } from '../../files/outcome.ts';
import { readSafetensors, type TensorFile, writeSafetensors } from '../../files/safetensors.ts';
import { readJson } from '../../observation/jsonText.ts';
import type { SystemCatalogue } from '../../simulators/catalogue.ts';
import type { FocusedPosterior } from './focusedPosterior.ts';
import { type StudyDocument, writeStudy } from '../document/document.ts';
import { sentencesOf } from '../document/schema.ts';
import type { Study } from '../study.ts';
import { studyChecksum } from '../table/studyChecksum.ts';

export interface SavedFocus {
  /** Draws of the network from which the rounds have begun, [n, D]. */
  readonly before: Float64Array;
  readonly focused: FocusedPosterior;
  /** From a reference posterior, where there was one. */
  readonly distance: ReferenceDistance | null;
  /** Whether the study's network is another by now than the one from which the rounds have begun. */
  readonly networkLeft: boolean;
}

/** Packed or not: what is longer is not read. */
export const LONGEST_FOCUS = 100_000_000;
const MOST_ROUNDS = 100;
const LONGEST_SENTENCE = 2000;
const SAID = 'focused';
const OF = 'of';
const REMEDY = 'Save the study again with the version of the page that wrote it.';

const number = v.pipe(v.number(), v.finite());
const share = v.pipe(number, v.minValue(0), v.maxValue(1));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const sentence = v.pipe(v.string(), v.maxLength(LONGEST_SENTENCE));
const names = v.pipe(v.array(sentence), v.maxLength(20));
const level = v.picklist(['good', 'warn', 'bad']);
const verdict = v.strictObject({ level, sentence });

const schema = v.strictObject({
  rounds: v.pipe(
    v.array(
      v.strictObject({
        round: whole,
        simulated: whole,
        inside: whole,
        failed: whole,
        share,
        threshold: number,
        by: v.strictObject({
          method: v.picklist(['rejection', 'resampling']),
          worth: v.nullable(number),
          baseSd: v.nullable(number),
        }),
      }),
    ),
    v.minLength(1),
    v.maxLength(MOST_ROUNDS),
  ),
  edge: v.strictObject({ outside: share, draws: whole, verdict }),
  verdict: v.strictObject({
    level: v.picklist(['good', 'warn', 'bad', 'unchecked']),
    sentence,
    looked: names,
    notLooked: names,
  }),
  calibration: verdict,
  distance: v.nullable(v.strictObject({ value: number, floor: number, c2st: share, verdict })),
  // Files of before do not say.
  networkLeft: v.optional(v.boolean(), false),
});

/** What it is of, as the study's text says it: system, design, priors, ignored nuisance parameters, observation; not the network. */
function identity(document: StudyDocument, catalogue: SystemCatalogue): string {
  const text = JSON.parse(writeStudy({ ...document, view: null }, catalogue)) as {
    readonly study: { readonly problem: unknown; readonly ignored?: unknown };
  };
  const { problem, ignored = [] } = text.study;
  return studyChecksum({ ...text, study: { problem, ignored } });
}

/** @param document that it is saved with: of its problem and observation */
export function writeFocus(
  { before, focused, distance, networkLeft }: SavedFocus,
  document: StudyDocument,
  catalogue: SystemCatalogue,
): Uint8Array<ArrayBuffer> {
  const { draws, region, rounds, edge, verdict: here, calibration } = focused;
  const D = dimOf(document.study, catalogue);
  const tensor = (data: Float64Array) => ({ shape: [data.length / D, D], data });
  const { level: how, sentence: said, looked, notLooked } = here;
  return writeSafetensors({
    tensors: new Map(Object.entries({ draws, region, before }).map(([name, data]) => [name, tensor(data)])),
    metadata: new Map([
      [OF, identity(document, catalogue)],
      [
        SAID,
        JSON.stringify({
          rounds,
          edge,
          verdict: { level: how, sentence: said, looked, notLooked },
          calibration: { level: calibration.level, sentence: calibration.sentence },
          distance,
          networkLeft,
        }),
      ],
    ]),
  });
}

/** @param document that was read with it */
export function readFocus(bytes: Uint8Array, document: StudyDocument, catalogue: SystemCatalogue): Outcome<SavedFocus> {
  if (bytes.length > LONGEST_FOCUS) return refused(`it has ${bytes.length} bytes`);
  const file = readSafetensors(bytes);
  if (!file.ok) return refused(file.problem.replace(/\.$/, ''));
  const { metadata, tensors } = file.file;
  if (metadata.get(OF) !== identity(document, catalogue)) {
    return refused('it is of another observation, design or prior than the study it lies with');
  }
  const content = readJson(metadata.get(SAID) ?? '');
  if (!content.ok) return refused(content.problem.problem.replace(/\.$/, ''));
  const parsed = v.safeParse(schema, content.value);
  if (!parsed.success) return refused(sentencesOf(parsed.issues).join(' ').replace(/\.$/, ''));
  const D = dimOf(document.study, catalogue);
  const [draws, region, before] = ['draws', 'region', 'before'].map((name) => rowsOf(tensors, name, D));
  if (draws === null || region === null || before === null) {
    return refused(`its draws are not rows of ${D} finite numbers each`);
  }
  const { distance, networkLeft, ...said } = parsed.output;
  return good({ before, distance, networkLeft, focused: { ...said, draws, region } });
}

function rowsOf(tensors: TensorFile['tensors'], name: string, D: number): Float64Array | null {
  const tensor = tensors.get(name);
  if (tensor === undefined || !(tensor.data instanceof Float64Array)) return null;
  const { shape, data } = tensor;
  const sound = shape.length === 2 && shape[1] === D && shape[0] >= 2 && data.every(Number.isFinite);
  return sound ? data : null;
}

function dimOf({ problem }: Study, catalogue: SystemCatalogue): number {
  return catalogue.get(problem.system).parameters(problem.design).length;
}

function refused(what: string) {
  return bad({ problem: `The focused posterior cannot be used: ${what}.`, remedy: REMEDY });
}
