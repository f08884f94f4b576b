/** What the editor of simulators asks of the session (session/own/ownSimulators.ts). */
import type { Declaration } from '../../../inference/simulators/own/declaration.ts';
import type { Script } from '../../../inference/simulators/own/scriptSystem.ts';
import type { TrialRun } from '../../../inference/simulators/own/trialRun.ts';

export interface TextProblem {
  readonly line?: number;
  readonly column?: number;
  readonly text: string;
}

export type TextReading =
  | { readonly ok: true; readonly declaration: Declaration }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

export interface OwnTools {
  declare(text: string, signal?: AbortSignal): Promise<TextReading>;
  trial(script: Script, seed: number, count: number, signal?: AbortSignal): Promise<TrialRun>;
  /** Null where a link keeps the system on screen. */
  use(script: Script): object | null;
}
