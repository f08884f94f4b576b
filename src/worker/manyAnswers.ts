/** One network's answers for many observations: in numbers, or as all their draws. */
import type { OutlierScore } from '../inference/diagnostics/outlier.ts';
import { emptyTable, fillTable } from '../inference/posterior/table.ts';
import type { Problem } from '../inference/simulators/system.ts';
import { manyDrawsCsv, manyDrawsNpz } from '../inference/takeaway/manyDraws.ts';
import type { Alteration } from '../inference/mending/altered.ts';
import { alterationMarks, type Mark, markText } from '../inference/mending/marks.ts';
import type { ManyAnswers } from './checkCommands.ts';
import type { CheckSubject } from './checkSubject.ts';
import type { Commands } from './protocol.ts';
import type { TrainingSession } from './trainingSession.ts';

/** Share of the progress of a file that its draws count for. */
const DRAWN = 0.8;

type Breathe = (fraction: number) => Promise<void>;

/**
 * @param score null: there is nothing to rank the observations among
 * @param s summaries [n, C]
 */
export async function answerMany(
  session: TrainingSession,
  { system, problem, prior, standardiser }: CheckSubject,
  score: OutlierScore | null,
  s: Float64Array,
  draws: number,
  breathe: Breathe,
): Promise<ManyAnswers> {
  const quantities = system.display(problem.design);
  const width = standardiser.mean.length;
  const n = s.length / width;
  const table = emptyTable(n, quantities.length);
  const standardised = standardiser.apply(s);
  const of = (rows: Float32Array | Float64Array, i: number) => rows.subarray(i * width, (i + 1) * width);
  const pValue = (i: number) => score?.pValue(of(standardised, i), of(s, i)) ?? Number.NaN;
  const outlier = Float64Array.from({ length: n }, (_, i) => pValue(i));
  const fill = (from: number, theta: Float64Array, fraction: number) => {
    fillTable(table, from, theta, draws, prior.D, quantities);
    return breathe(fraction);
  };
  const { step, alteration } = await session.answers.drawMany(s, draws, fill, problem);
  return { table, outlier, step, marks: marksOf(session, alteration, problem) };
}

/** The draws of the displayed quantities as a file. */
export async function takeMany(
  session: TrainingSession,
  { system, problem, prior }: CheckSubject,
  { s, draws, labels, format }: Omit<Commands['posterior.takeMany']['params'], 'problem'>,
  breathe: Breathe,
): Promise<{ readonly file: Blob; readonly marks: readonly Mark[] }> {
  const quantities = system.display(problem.design);
  const Q = quantities.length;
  const values = new Float64Array(labels.length * draws * Q);
  const fill = (from: number, theta: Float64Array, fraction: number) => {
    for (let i = 0, at = from * draws * Q; i < theta.length; i += prior.D) {
      const row = theta.subarray(i, i + prior.D);
      for (const { value } of quantities) values[at++] = value(row);
    }
    return breathe(DRAWN * fraction);
  };
  const { alteration } = await session.answers.drawMany(s, draws, fill, problem);
  const marks = marksOf(session, alteration, problem);
  const altered = markText(marks);
  const names = quantities.map(({ key }) => key);
  const { conditions } = system;
  if (format === 'npz') {
    const file = manyDrawsNpz({ names, labels, values, draws, altered, conditions });
    return { file: new Blob([file as Uint8Array<ArrayBuffer>], { type: 'application/zip' }), marks };
  }
  const pieces: string[] = [];
  for (const piece of manyDrawsCsv({ names, labels, values, draws, altered, conditions })) {
    pieces.push(piece);
    await breathe(DRAWN + ((1 - DRAWN) * pieces.length) / (labels.length + 1));
  }
  return { file: new Blob(pieces, { type: 'text/csv' }), marks };
}

function marksOf({ network }: TrainingSession, alteration: Alteration, problem: Problem): readonly Mark[] {
  const moved = network.askedFor(problem).weightedFrom !== null;
  const reweighted = { word: 'reweighted', text: 'reweighted to the moved priors' } as const;
  return [...alterationMarks(alteration), ...(moved ? [reweighted] : [])];
}

/** The numbers of the answers, to be handed over instead of copied. */
export function buffersOf({ table, outlier }: ManyAnswers): ArrayBuffer[] {
  return [table.mean, table.sd, table.robustSd, table.strays, table.quantiles, outlier].map(
    ({ buffer }) => buffer as ArrayBuffer,
  );
}
