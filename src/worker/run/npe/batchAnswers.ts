/** One network's answers for many observations: in numbers, or as all their draws. */
import { emptyTable, fillTable } from '../../../inference/posterior/table.ts';
import type { Problem } from '../../../inference/simulators/system.ts';
import { batchDrawsCsv, batchDrawsNpz } from '../../../inference/export/batchDraws.ts';
import type { PosteriorTransform } from '../../../inference/correction/posteriorTransform.ts';
import { transformMarks, type Mark, markText } from '../../../inference/correction/marks.ts';
import type { BatchAnswers } from '../reports.ts';
import type { CheckSubject } from './checkSubject.ts';
import type { TrainingSession } from './trainingSession.ts';

/** Share of the progress of a file that its draws count for. */
const DRAWN = 0.8;

/** What is written of a batch, and how. */
export interface BatchFile {
  /** Summaries [n, C]. */
  readonly s: Float64Array;
  /** Draws of each. */
  readonly draws: number;
  /** What each observation is called [n]. */
  readonly labels: readonly string[];
  readonly format: 'npz' | 'csv';
}

type ReportAndYield = (fraction: number) => Promise<void>;

/**
 * @param outlier how far out each lies, a p-value [n]; NaN: not looked at
 * @param s summaries [n, C]
 */
export async function answerBatch(
  session: TrainingSession,
  { system, problem, prior, standardiser }: CheckSubject,
  outlier: Float64Array,
  s: Float64Array,
  draws: number,
  reportAndYield: ReportAndYield,
): Promise<BatchAnswers> {
  const quantities = system.display(problem.design);
  const width = standardiser.mean.length;
  const n = s.length / width;
  const table = emptyTable(n, quantities.length);
  const fill = (from: number, theta: Float64Array, fraction: number) => {
    fillTable(table, from, theta, draws, prior.D, quantities);
    return reportAndYield(fraction);
  };
  const { step, transform } = await session.answers.drawBatch(s, draws, fill, problem);
  return { table, outlier, step, marks: marksOf(session, transform, problem) };
}

/** The draws of the displayed quantities as a file. */
export async function exportBatch(
  session: TrainingSession,
  { system, problem, prior }: CheckSubject,
  { s, draws, labels, format }: BatchFile,
  reportAndYield: ReportAndYield,
): Promise<{ readonly file: Blob; readonly marks: readonly Mark[] }> {
  const quantities = system.display(problem.design);
  const Q = quantities.length;
  const values = new Float64Array(labels.length * draws * Q);
  const fill = (from: number, theta: Float64Array, fraction: number) => {
    for (let i = 0, at = from * draws * Q; i < theta.length; i += prior.D) {
      const row = theta.subarray(i, i + prior.D);
      for (const { value } of quantities) values[at++] = value(row);
    }
    return reportAndYield(DRAWN * fraction);
  };
  const { transform } = await session.answers.drawBatch(s, draws, fill, problem);
  const marks = marksOf(session, transform, problem);
  const altered = markText(marks);
  const names = quantities.map(({ key }) => key);
  const { conditions } = system;
  if (format === 'npz') {
    const file = batchDrawsNpz({ names, labels, values, draws, altered, conditions });
    return { file: new Blob([file as Uint8Array<ArrayBuffer>], { type: 'application/zip' }), marks };
  }
  const pieces: string[] = [];
  for (const piece of batchDrawsCsv({ names, labels, values, draws, altered, conditions })) {
    pieces.push(piece);
    await reportAndYield(DRAWN + ((1 - DRAWN) * pieces.length) / (labels.length + 1));
  }
  return { file: new Blob(pieces, { type: 'text/csv' }), marks };
}

function marksOf({ network }: TrainingSession, transform: PosteriorTransform, problem: Problem): readonly Mark[] {
  const moved = network.askedFor(problem).weightedFrom !== null;
  const reweighted = { word: 'reweighted', text: 'reweighted to the moved priors' } as const;
  return [...transformMarks(transform), ...(moved ? [reweighted] : [])];
}

/** The numbers of the answers, to be handed over instead of copied. */
export function buffersOf({ table, outlier }: BatchAnswers): ArrayBuffer[] {
  return [table.mean, table.sd, table.robustSd, table.strays, table.quantiles, outlier].map(
    ({ buffer }) => buffer as ArrayBuffer,
  );
}
