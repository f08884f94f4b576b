/** How far a network's posteriors are from the reference, over many data sets. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeHash } from '../pretrain/codeHash.ts';
import { quantile, sorted, mean, sd } from '../../src/inference/math/statistics.ts';
import { Random, STREAMS } from '../../src/inference/math/random.ts';
import { problemKey } from '../../src/inference/simulators/problem.ts';
import type { Problem, Quantity, System } from '../../src/inference/simulators/system.ts';
import type { TrainingSession } from '../../src/worker/run/npe/trainingSession.ts';
import type { TestDatum } from './testData.ts';

const NETWORK_DRAWS = 2000;
const REFERENCE_DRAWS = 4000;

export interface QuantityComparison {
  readonly key: string;
  /** Mean over data sets of |mean difference| in reference sds. */
  readonly meanError: number;
  /** Network sd over reference sd: median and central 90 % over data sets. */
  readonly sdRatio: { readonly median: number; readonly low: number; readonly high: number };
  /** Compared: those with a reference. */
  readonly dataSets: number;
}

export interface ReferencedDatum extends TestDatum {
  /** Draws of theta from the reference posterior, [REFERENCE_DRAWS, D]. */
  readonly reference: Float64Array;
}

const KEPT = join('.cache', 'references');

/**
 * The data sets with their reference posteriors. One whose chains have not converged is told and left out: it says nothing about a
 * network.
 * @param code file of the reference, below the root: its answers are then kept under .cache/references, for the same code, problem
 *   and data. Absent: computed each time
 * @throws Error where none of them has a reference
 */
export async function withReferences(
  system: System,
  problem: Problem,
  data: readonly TestDatum[],
  code?: string,
): Promise<ReferencedDatum[]> {
  const hash = code === undefined ? null : codeHash({ entries: [code] }).hash;
  const found: ReferencedDatum[] = [];
  const missing: string[] = [];
  for (const [i, datum] of data.entries()) {
    const compute = () => referenceOf(system, problem, datum);
    const answer = hash === null ? await compute() : await kept(keyOf(hash, problem, datum), compute);
    if (answer.kind === 'unavailable') missing.push(answer.reason);
    else found.push({ ...datum, reference: answer.draws });
    console.log(`${system.name}: reference ${i + 1} of ${data.length}`);
  }
  if (missing.length > 0) {
    console.log(`${system.name}: ${missing.length} of ${data.length} data sets have no reference. ${missing[0]}`);
  }
  if (found.length === 0) throw new Error(`${system.name}: no data set has a reference posterior.`);
  return found;
}

type Reference =
  | { readonly kind: 'reference'; readonly draws: Float64Array }
  | { readonly kind: 'unavailable'; readonly reason: string };

async function referenceOf(system: System, problem: Problem, { x }: TestDatum): Promise<Reference> {
  const random = new Random(0, STREAMS.reference);
  const answer = await system.reference({ problem, x, draws: REFERENCE_DRAWS, random });
  return answer.kind === 'unavailable' ? answer : { kind: 'reference', draws: answer.draws };
}

function keyOf(code: string, problem: Problem, { x }: TestDatum): string {
  return createHash('sha256')
    .update(`${code} ${REFERENCE_DRAWS} ${problemKey(problem)} ${x.join()}`)
    .digest('hex');
}

/** What was computed under this key before, else what `compute` finds now. Numbers are written with all their digits. */
async function kept(key: string, compute: () => Promise<Reference>): Promise<Reference> {
  const path = join(KEPT, `${key}.json`);
  if (existsSync(path)) {
    const read = JSON.parse(readFileSync(path, 'utf8'));
    return read.kind === 'reference' ? { kind: 'reference', draws: Float64Array.from(read.draws) } : read;
  }
  const answer = await compute();
  mkdirSync(KEPT, { recursive: true });
  const written = answer.kind === 'reference' ? { kind: 'reference', draws: Array.from(answer.draws) } : answer;
  writeFileSync(path, JSON.stringify(written));
  return answer;
}

/** Compares on the axis scale of each quantity (logarithms for log quantities). */
export async function compareWithReference(
  session: TrainingSession,
  data: readonly ReferencedDatum[],
  quantities: readonly Quantity[],
): Promise<QuantityComparison[]> {
  const errors = quantities.map((): number[] => []);
  const ratios = quantities.map((): number[] => []);
  for (const [i, { s, reference }] of data.entries()) {
    const network = await session.answers.take(s, NETWORK_DRAWS, () => {}, i);
    for (const [q, quantity] of quantities.entries()) {
      const exact = valuesOf(quantity, reference, REFERENCE_DRAWS);
      const ours = valuesOf(quantity, network.draws, NETWORK_DRAWS);
      errors[q].push(Math.abs(mean(ours) - mean(exact)) / sd(exact));
      ratios[q].push(sd(ours) / sd(exact));
    }
  }
  return quantities.map(({ key }, q) => {
    const ascending = sorted(ratios[q]);
    const sdRatio = {
      median: quantile(ascending, 0.5),
      low: quantile(ascending, 0.05),
      high: quantile(ascending, 0.95),
    };
    return { key, meanError: mean(errors[q]), sdRatio, dataSets: data.length };
  });
}

/** The quantity's value for each of n rows of draws, on its axis scale. */
function valuesOf(quantity: Quantity, draws: Float64Array, n: number): Float64Array {
  const dim = draws.length / n;
  return Float64Array.from({ length: n }, (_, i) => {
    const value = quantity.value(draws.subarray(i * dim, (i + 1) * dim));
    return quantity.scale === 'log' ? Math.log(value) : value;
  });
}
