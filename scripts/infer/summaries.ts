/** The answers in numbers, a row each, as the page's table of many observations is saved (`--summaries`). */
import { rowVerdict } from '../../src/inference/diagnostics/report/rowVerdict.ts';
import { emptyTable, fillTable } from '../../src/inference/posterior/table.ts';
import type { Quantity } from '../../src/inference/simulators/system.ts';
import { batchSummariesCsv } from '../../src/inference/export/batchSummaries.ts';
import type { ObservationFindings } from '../../src/worker/run/npe/observationFindings.ts';

export interface SummarisedAnswer {
  readonly name: string;
  /** Theta behind the data; null: not known. */
  readonly truth: ArrayLike<number> | null;
  readonly checks: ObservationFindings;
}

/** Takes the samples of one observation after the other. */
export class Summaries {
  readonly #quantities: readonly Quantity[];
  readonly #table: ReturnType<typeof emptyTable>;
  #rows = 0;

  constructor(quantities: readonly Quantity[], observations: number) {
    this.#quantities = quantities;
    this.#table = emptyTable(observations, quantities.length);
  }

  /** @param theta samples of the next observation [samples, dim] */
  add(theta: Float64Array, dim: number): void {
    fillTable(this.#table, this.#rows++, theta, theta.length / dim, dim, this.#quantities);
  }

  /** @param answers one for each observation that was added */
  csv(answers: readonly SummarisedAnswer[]): string {
    const known = answers.some(({ truth }) => truth !== null);
    const ofTruth = (truth: SummarisedAnswer['truth']) =>
      this.#quantities.map(({ value }) => (truth === null ? Number.NaN : value(truth)));
    return batchSummariesCsv({
      names: this.#quantities.map(({ key }) => key),
      labels: answers.map(({ name }) => name),
      table: this.#table,
      truths: known ? answers.flatMap(({ truth }) => ofTruth(truth)) : null,
      outlier: answers.map(({ checks }) => checks.outlier?.p ?? Number.NaN),
      verdicts: answers.map(({ checks }) => rowVerdict(checks)),
    });
  }
}
