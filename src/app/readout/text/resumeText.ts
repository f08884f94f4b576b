/** One sentence on an engine that failed and what goes on instead. */
import type { EngineMove } from '../../../worker/engine/engineInfo.ts';
import { type EngineName, engineNames } from '../../../worker/engine/engineInfo.ts';
import { count, duration } from '../../format/number.ts';

/** Where a run was taken up again. */
export interface Resumption {
  /** Null: it takes none. */
  readonly engine: EngineName | null;
  /** Steps of the network that goes on. */
  readonly step: number;
  /** Whether it is being trained, or only answers. */
  readonly training: boolean;
}

/** "The GPU was lost at step 1,234; training continues from step 1,180 on WebAssembly." */
export function moveSentence({ failure, engine, step }: EngineMove, training: boolean): string {
  const alone = failure.threads > 1 && engine.threads === 1 && engine.engine === failure.engine;
  const next = `${outcome({ engine: engine.engine, step, training })}${alone ? ' with one thread' : ''}`;
  return `${failureText(failure)} at step ${count(failure.step)}; ${next}.`;
}

/** "The engine stopped: out of memory. It was restarted; training continues from step 1,180 on WebAssembly." */
export function restartSentence(sentence: string, resumption: Resumption): string {
  return `${sentence} It was restarted; ${outcome(resumption)}.`;
}

/** What a reload took up again. */
export interface TakenUp {
  readonly step: number;
  readonly totalSteps: number;
  readonly finished: boolean;
  readonly training: boolean;
  /** Whether it is a network of NPE. */
  readonly npe: boolean;
  /** Seconds between the last save and the moment at which the page was left; null: not known. */
  readonly lost: number | null;
}

/** "Resumed at step 2,400 of 6,000, saved 3 s before the page was left." */
export function takenUpSentence({ step, totalSteps, finished, training, npe, lost }: TakenUp): string {
  if (finished) return `Restored as you left it: ${npe ? 'the network is trained and ready' : 'the fit has ended'}.`;
  const place = `step ${count(step)} of ${count(totalSteps)}`;
  if (!training) return `Restored as you left it, ${npe ? 'with the network of' : 'at'} ${place}.`;
  const saved = lost === null ? '' : `, saved ${duration(lost)} before the page was left`;
  return `Resumed at ${place}${saved}.`;
}

function failureText({ kind, engine, message }: EngineMove['failure']): string {
  switch (kind) {
    case 'lost':
      return 'The GPU was lost';
    case 'not-finite':
      return `The loss was repeatedly not finite on ${engineNames[engine]}`;
    case 'threw':
      return `${engineNames[engine]} failed (${message.replace(/\.$/, '')})`;
    default:
      return kind satisfies never;
  }
}

function outcome({ engine, step, training }: Resumption): string {
  const from = step === 0 ? 'from the start' : `from step ${count(step)}`;
  const on = engine === null ? '' : ` on ${engineNames[engine]}`;
  if (training) return `training continues ${from}${on}`;
  return engine === null ? `it stands at step ${count(step)}` : `the network of step ${count(step)} now runs${on}`;
}
