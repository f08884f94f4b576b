/** For tests: an engine that answers nothing by itself, and a session on it whose default study is being trained. */
import { vi } from 'vitest';
import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import { type PosteriorTransform, UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import type { LineQuestions } from '../../../inference/learners/testing/lineFit.ts';
import type { Commands } from '../../../worker/commands/protocol.ts';
import type { NpeQuestions } from '../../../worker/run/npe/questions.ts';
import type { EngineInfo } from '../../../worker/engine/engineInfo.ts';
import type { PosteriorDraws } from '../../../worker/run/reports.ts';
import { createAppStore } from '../../store/appStore.ts';
import { createTelemetry, Publisher } from '../../store/telemetry.ts';
import type { Engine } from '../context.ts';
import type { LoadPretrained } from '../../../inference/study/run/pretrained.ts';
import { Session } from '../session.ts';
import { flowSpec } from '../../../inference/flow/spec.ts';

/** A command, or a question to the run that is open. */
type Asked = keyof Commands | keyof NpeQuestions | keyof LineQuestions;

interface Call {
  readonly command: Asked;
  readonly params: unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly progress: (event: unknown) => void;
  aborted: boolean;
}

/** An engine whose every call the test settles. */
export function scriptedEngine() {
  const calls: Call[] = [];
  const engine: Engine = {
    call: (command, params, options) =>
      new Promise((resolve, reject) => {
        const progress = (event: unknown) => options?.onProgress?.(event);
        const question = command === 'run.ask' ? (params as Commands['run.ask']['params']) : null;
        const asked =
          question === null ? { command, params } : { command: question.question as Asked, params: question.params };
        const call: Call = { ...asked, resolve, reject, progress, aborted: false };
        calls.push(call);
        options?.signal?.addEventListener('abort', () => {
          call.aborted = true;
          reject(new DOMException('cancelled', 'AbortError'));
        });
      }),
  };
  const of = (command: Asked) => calls.filter((call) => call.command === command);
  return { engine, of };
}

export const engineInfo = {
  engine: 'wasm',
  threads: 1,
  msPerStep: 1,
  software: false,
  reason: '',
  candidates: [],
  simulationWorkers: 1,
} satisfies EngineInfo;

export const opened = {
  spec: flowSpec('small', 2, 9),
  parameterCount: 10,
  totalSteps: 100,
  warm: false,
  engine: engineInfo,
  step: 0,
  finished: false,
  frame: null,
} satisfies Commands['run.open']['result'];

/** What the engine answers with draws of theta. */
export function drawsOf(draws: Float64Array, step = 1, transform: PosteriorTransform = UNTRANSFORMED): PosteriorDraws {
  return { draws, step, weightsStep: step, transform, milliseconds: 1 };
}

/**
 * A session that has asked the engine to open its default study. Fake timers must be on.
 * @param opens whether the engine opens the study
 * @param pretrained the pre-trained networks: none, if left out
 */
export async function trainingSession(pretrained: LoadPretrained = () => Promise.resolve(null), opens = true) {
  const { engine, of } = scriptedEngine();
  const catalogue = new SystemCatalogue();
  const store = createAppStore(catalogue.listed[0], 'light');
  const telemetry = createTelemetry();
  const publisher = new Publisher(telemetry);
  const context = { catalogue, store, telemetry, publisher, engine, pretrained };
  const session = new Session(context);
  void session.start();
  of('engine.select')[0].resolve(null);
  await vi.advanceTimersByTimeAsync(0);
  if (opens) of('run.open')[0].resolve(opened);
  await vi.advanceTimersByTimeAsync(0);
  return { of, session, ...context };
}
