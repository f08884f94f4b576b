/** The tables of VALIDATION.md. */
import type { Verdict } from '../../src/inference/diagnostics/report/verdict.ts';
import type { TrainingSettings } from '../../src/inference/training/settings.ts';
import type { QuantityComparison } from './comparison.ts';
import type { RidgeReport } from './ridge.ts';

export interface Measurement {
  readonly name: string;
  readonly seed: number;
  readonly training: TrainingSettings;
  readonly seconds: number;
  readonly steps: number;
  readonly loss: number;
  readonly comparison: readonly QuantityComparison[] | null;
  readonly ridge: RidgeReport | null;
  readonly calibration: readonly {
    readonly key: string;
    readonly chiSquareP: number;
    readonly adjustedP: number;
    readonly level: Verdict['level'];
  }[];
  readonly verdicts: readonly Verdict[];
}

/** Markdown: training, comparison with the reference, the ridge, calibration. */
export function reportTables(measurements: readonly Measurement[], machine: string): string {
  const parts = [
    `Machine: ${machine}; one thread of the fused WebAssembly engine. The times depend on what else the machine did.`,
  ];
  parts.push('### Training');
  parts.push(
    markdownTable(
      ['study', 'seed', 'simulations', 'preset', 'steps', 'seconds', 'best validation loss [nats of theta]'],
      measurements.map(({ name, seed, training, steps, seconds, loss }) => [
        name,
        seed,
        training.simulations,
        training.preset,
        steps,
        seconds.toFixed(0),
        loss.toFixed(3),
      ]),
    ),
  );
  parts.push('### Against the exact posterior, 50 fresh data sets');
  parts.push(
    markdownTable(
      ['study', 'seed', 'quantity', 'mean error [posterior sd]', 'sd ratio, median', 'sd ratio, central 90 %'],
      measurements.flatMap(({ name, seed, comparison }) =>
        (comparison ?? []).map(({ key, meanError, sdRatio }) => [
          name,
          seed,
          key,
          meanError.toFixed(3),
          sdRatio.median.toFixed(3),
          `${sdRatio.low.toFixed(2)} to ${sdRatio.high.toFixed(2)}`,
        ]),
      ),
    ),
  );
  parts.push('### Along the ridge of galaxy bias');
  parts.push(
    markdownTable(
      ['study', 'seed', 'position uniform, KS p (500 data sets)', 'exponent b/A (2 in theory)'],
      measurements.flatMap(({ name, seed, ridge }) =>
        ridge === null ? [] : [[name, seed, ridge.positionP.toFixed(3), ridge.exponent.toFixed(3)]],
      ),
    ),
  );
  parts.push('### Calibration, 500 fresh data sets with 199 draws each');
  parts.push(
    markdownTable(
      [
        'study',
        'seed',
        'chi-square p per quantity',
        'smallest p of all tests after Holm',
        'SBC verdict',
        'coverage verdict',
      ],
      measurements.map(({ name, seed, calibration, verdicts }) => [
        name,
        seed,
        calibration.map(({ key, chiSquareP }) => `${key} ${chiSquareP.toFixed(3)}`).join(', '),
        Math.min(...calibration.map(({ adjustedP }) => adjustedP)).toFixed(3),
        verdicts[0].sentence,
        verdicts[1].sentence,
      ]),
    ),
  );
  return `${parts.join('\n\n')}\n`;
}

export function markdownTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
