/** The page's own way to a simulator of the user's: what it declares, and a trial of it, before there is a study. */
import { sizeOf } from '../../inference/simulators/dataShape.ts';
import type { Declaration } from '../../inference/simulators/own/declaration.ts';
import { ownLimits } from '../../inference/simulators/own/declaration.ts';
import { LIKELIHOOD_DATASETS } from '../../inference/simulators/own/likelihoodCheck.ts';
import { LEAST_DATASETS } from '../../inference/simulators/own/likelihoodRemarks.ts';
import type { Script } from '../../inference/simulators/own/scriptSystem.ts';
import { scriptSystem } from '../../inference/simulators/own/scriptSystem.ts';
import type { LikelihoodTrial, TrialRun } from '../../inference/simulators/own/trialRun.ts';
import { thousands } from '../../inference/math/thousands.ts';
import { defaultProblem } from '../../inference/simulators/problem.ts';
import { isWorthAgain, untilWorthNoMore, WorkerClient, WorkerCrash } from '../rpc/client.ts';
import type { LaneCommands } from './laneMessages.ts';
import { LONGEST_SIMULATION } from './limits.ts';
import { SandboxedLanes } from './sandboxedLanes.ts';

export interface TextProblem {
  /** Counted from 1, where they are known. */
  readonly line?: number;
  readonly column?: number;
  /** A sentence. */
  readonly text: string;
}

export type TextReading =
  | { readonly ok: true; readonly declaration: Declaration }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/** Simulations of a trial that are done in one piece: where one does not end, the pieces before it are kept. */
const PIECE = 10;
/** Simulations of a trial that are made again, at most. */
const AGAIN = 20;
/** What simulations for the check of a likelihood may take, and all of it; it ends with the data set that it is at, ms. */
const CHECK = { simulating: 2000, all: 4000 } as const;
/** A trial waits for so many simulations that do not end, and then says what it has. */
const MOST_SLOW = 5;
/** Of the sentence of WorkerCrash, which names the worker. */
const NAME = 'simulator';
const STOPPED = `The ${NAME} stopped: `;

export class OwnClient {
  readonly #lanes: SandboxedLanes;

  /** @param open makes the frame in which it runs, and gives it this end of a channel */
  constructor(open: (port: MessagePort) => void) {
    this.#lanes = new SandboxedLanes(open);
  }

  /**
   * Runs a text as far as its declaration, and simulates once at the medians of the priors.
   * @throws (rejects) AbortError when `signal` is or gets aborted
   */
  async declare(text: string, signal?: AbortSignal): Promise<TextReading> {
    if (text.length > ownLimits.text) {
      const most = thousands(ownLimits.text);
      return refused(`The text has ${thousands(text.length)} characters; at most ${most} are read.`);
    }
    const client = this.#client(text);
    try {
      const reading = await untilWorthNoMore(() => client.call('declare', {}, { signal }));
      if (reading.ok) return reading;
      return {
        ok: false,
        problems: reading.problems.map((problem) => ({ text: sentence(problem), ...placeIn(problem) })),
      };
    } catch (cause) {
      if (!(cause instanceof Error) || cause.name === 'AbortError') throw cause;
      return { ok: false, problems: [problemOf(cause)] };
    } finally {
      client.terminate();
    }
  }

  /**
   * Simulates at draws of the prior: first attempts alone, so that what fails is seen.
   * @throws (rejects) AbortError when `signal` is or gets aborted; an Error with a sentence where nothing can be run
   */
  async trial(script: Script, seed: number, count: number, signal?: AbortSignal): Promise<TrialRun> {
    const system = scriptSystem(script);
    const source = { kind: 'script', language: 'javascript', ...script } as const;
    const problem = defaultProblem(system);
    const D = script.declaration.parameters.length;
    const model = system.model(problem.design);
    const [size, C] = [sizeOf(model.x), sizeOf(model.s)];
    const theta = new Float64Array(count * D);
    const [x, s] = [new Float64Array(count * size), new Float64Array(count * C)];
    const failures: TrialRun['failures'][number][] = [];
    const client = this.#client(script.text);
    let [done, stops, milliseconds] = [0, 0, 0];
    try {
      while (done < count && stops <= 2 * MOST_SLOW) {
        const n = Math.min(PIECE, count - done);
        try {
          const part = await client.call('trial', { problem, system: source, seed, from: done, count: n }, { signal });
          theta.set(part.theta, done * D);
          x.set(part.x, done * size);
          s.set(part.s, done * C);
          failures.push(...part.failures);
          milliseconds += part.milliseconds;
          done += n;
        } catch (cause) {
          // Each is met twice: once to see that there is one, once to see which.
          if (!isWorthAgain(cause)) throw cause;
          stops++;
        }
      }
    } finally {
      client.terminate();
    }
    if (done === 0 && count > 0) {
      throw new Error(`No simulation of the trial came to its end within ${LONGEST_SIMULATION / 1000} s.`);
    }
    const tried = { count: done, theta: theta.slice(0, done * D), x: x.slice(0, done * size), s: s.slice(0, done * C) };
    const failed = new Set(failures.map(({ index }) => index));
    const indices = Array.from({ length: done }, (_, i) => i).filter((i) => !failed.has(i));
    const again = indices.toReversed().filter((_, k) => k % Math.ceil(indices.length / AGAIN) === 0);
    const other = this.#client(script.text);
    let differ = 0;
    try {
      for (const from of again) {
        const params = { problem, system: source, seed, from, count: 1 };
        const part = await untilWorthNoMore(() => other.call('trial', params, { signal }));
        const [data, seen] = [tried.x.subarray(from * size), tried.s.subarray(from * C)];
        const alike =
          part.x.every((value, j) => Object.is(value, data[j])) &&
          part.s.every((value, j) => Object.is(value, seen[j]));
        if (!alike) differ++;
      }
    } finally {
      other.terminate();
    }
    const likelihood =
      script.declaration.likelihood === true ? await this.#likelihood(script, milliseconds / done, signal) : null;
    return { ...tried, failures, likelihood, milliseconds, again: { tried: again.length, differ } };
  }

  /** @param each milliseconds of a simulation */
  async #likelihood(script: Script, each: number, signal: AbortSignal | undefined): Promise<LikelihoodTrial> {
    const most = Math.min(LIKELIHOOD_DATASETS, Math.floor(CHECK.simulating / each));
    if (most < LEAST_DATASETS) return { kind: 'slow' };
    const client = this.#client(script.text);
    try {
      const params = {
        problem: defaultProblem(scriptSystem(script)),
        system: { kind: 'script', language: 'javascript', ...script },
        // That of the check that is made before a reference is shown: where both are whole, they say the same.
        seed: 0,
        most,
        milliseconds: CHECK.all,
      } as const;
      return { kind: 'judged', finding: await untilWorthNoMore(() => client.call('likelihood', params, { signal })) };
    } catch (cause) {
      if (!(cause instanceof Error) || cause.name === 'AbortError') throw cause;
      return { kind: 'failed', reason: problemOf(cause).text };
    } finally {
      client.terminate();
    }
  }

  #client(text: string): WorkerClient<LaneCommands> {
    return new WorkerClient<LaneCommands>(() => this.#lanes.start(text), { name: NAME });
  }
}

function refused(text: string): TextReading {
  return { ok: false, problems: [{ text }] };
}

/** What a text has thrown before it declared anything, or what the sandbox says of it. */
function problemOf(error: Error): TextProblem {
  if (!(error instanceof WorkerCrash)) return { text: sentence(error.message), ...placeIn(error.message) };
  const message = error.message.startsWith(STOPPED) ? error.message.slice(STOPPED.length) : error.message;
  return { text: sentence(message.replace(/^Uncaught (?:\(in promise\) )?/, '')), ...(error.cause as object | null) };
}

/** "Line 3, column 7:" in a sentence of a failed simulation. */
function placeIn(text: string): { readonly line: number; readonly column: number } | null {
  const found = /\bLine (\d+), column (\d+): /.exec(text);
  return found === null ? null : { line: Number(found[1]), column: Number(found[2]) };
}

function sentence(text: string): string {
  const whole = text === '' ? text : text[0].toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
