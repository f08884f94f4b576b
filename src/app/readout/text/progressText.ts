/** The state of the run as a line of text and a fraction. */
import { count, duration } from '../../format/number.ts';
import { type EngineSlice, runState } from '../../store/engineSlice.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { perSecond } from './engineName.ts';

export interface ProgressText {
  readonly text: string;
  /** In [0, 1]. */
  readonly fraction: number;
  /** Something is going on whose length is not known. */
  readonly busy: boolean;
}

/** Silence that is told, s; of a slow run, so many of its steps. */
const SILENT = 2.5;
const SILENT_STEPS = 4;

/** Steps after which the measured rate is worth telling. */
const SETTLED = 30;

/** Whether a run that trains has not been heard of for longer than it should take, s; null: it has. */
export function silence(
  engine: EngineSlice,
  { heard, progress }: Pick<Telemetry, 'heard' | 'progress'>,
  now: number,
): number | null {
  if (runState(engine) !== 'running') return null;
  const seconds = (now - heard) / 1000;
  const { stepsPerSecond } = progress;
  const usual = stepsPerSecond > 0 ? SILENT_STEPS / stepsPerSecond : 0;
  return seconds > Math.max(SILENT, usual) ? seconds : null;
}

/**
 * The same for somebody who sees no steps: how much of the training is done.
 * @param progress its rate, which gives the time that is left; null: it is silent
 * @returns null: nothing is going on, and the network on screen has been trained
 */
export function shortProgress(
  engine: EngineSlice,
  { text, fraction }: Pick<ProgressText, 'text' | 'fraction'>,
  progress: Telemetry['progress'] | null,
): string | null {
  if (engine.status.kind !== 'ready') return text;
  const run = runState(engine);
  switch (run) {
    case 'none':
    case 'opening':
      return text;
    case 'finished':
      return null;
    case 'running': {
      const left = progress === null ? null : timeLeft(progress);
      const rest = left === null ? '' : `, about ${duration(left)} left`;
      return `Learning from made-up data: ${Math.floor(100 * fraction)} %${rest}`;
    }
    case 'stepping':
    case 'paused':
      return `Paused at ${Math.floor(100 * fraction)} % of the training`;
    default:
      return run satisfies never;
  }
}

/** Seconds to the end of the budget at the present rate; null: it is not known yet. */
function timeLeft({ step, totalSteps, stepsPerSecond }: Telemetry['progress']): number | null {
  return step >= SETTLED && stepsPerSecond > 0 ? Math.max(0, totalSteps - step) / stepsPerSecond : null;
}

/** @param silent see `silence` */
export function progressText(
  engine: EngineSlice,
  { progress, finished, pretrainedNotes }: Pick<Telemetry, 'progress' | 'finished' | 'pretrainedNotes'>,
  silent: number | null = null,
): ProgressText {
  if (engine.status.kind === 'starting') return { text: engine.status.message, fraction: 0, busy: true };
  if (engine.status.kind === 'failed') return { text: 'The engine is not running', fraction: 0, busy: false };
  if (runState(engine) === 'none') return { text: 'No network yet', fraction: 0, busy: false };
  if (runState(engine) === 'opening') return { text: 'Opening the study', fraction: 0, busy: true };

  const { simulated, simulations, step, totalSteps, stepsPerSecond, simulationsPerSecond } = progress;
  const fraction = totalSteps === 0 ? 0 : Math.min(1, step / totalSteps);
  const parts: string[] = [];
  if (simulated < simulations) parts.push(`${count(simulated)} of ${count(simulations)} simulations`);
  // A learner other than NPE has none.
  else if (simulations > 0) parts.push(`${count(simulations)} simulations`);
  if (step > 0) parts.push(`step ${count(step)} of ${count(totalSteps)}`);
  if (runState(engine) === 'finished') {
    if (pretrainedNotes !== null) {
      return {
        text: `pre-trained (took ${duration(pretrainedNotes.seconds)}) · ${count(step)} steps`,
        fraction: 1,
        busy: false,
      };
    }
    const end = { 'early-stopping': 'stopped early', converged: 'converged', budget: 'done' } as const;
    const best = finished === null || finished.bestStep === step ? '' : `, best at ${count(finished.bestStep)}`;
    parts.push(`${end[finished?.reason ?? 'budget']}${best}`);
    return { text: parts.join(' · '), fraction: 1, busy: false };
  }
  const left = timeLeft(progress);
  if (runState(engine) === 'paused') parts.push('paused');
  else if (silent !== null) parts.push(`waiting: no progress for ${duration(silent)}`);
  else if (runState(engine) === 'running' && left !== null) {
    parts.push(`${perSecond(stepsPerSecond)} steps/s`, `${duration(left)} left`);
  } else if (simulationsPerSecond > 0) parts.push(`${count(simulationsPerSecond)} per second`);
  return { text: parts.join(' · '), fraction, busy: false };
}
