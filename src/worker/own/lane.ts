/**
 * The program of a lane; the frame appends the user's text to it and starts both as one worker of opaque origin. It does the tasks of
 * systemTasks.ts with that simulator, and no others. scripts/vite/lanes.ts
 * bundles it into one text.
 */
import { Random, STREAMS } from '../../inference/math/random.ts';
import { samplePrior } from '../../inference/priors/prior.ts';
import { SimulationFailure } from '../../inference/simulators/attempts.ts';
import { sizeOf } from '../../inference/simulators/dataShape.ts';
import type { Declaration } from '../../inference/simulators/own/declaration.ts';
import { checkLikelihood } from '../../inference/simulators/own/likelihoodCheck.ts';
import type { OwnProgram } from '../../inference/simulators/own/ownProgram.ts';
import {
  declaredBy,
  programOf,
  SCRIPT_SCOPE,
  type ScriptExports,
} from '../../inference/simulators/own/scriptProgram.ts';
import { scriptSystem } from '../../inference/simulators/own/scriptSystem.ts';
import { LANE_GLOBAL, placeInScript } from '../../inference/simulators/own/scriptText.ts';
import type { TrialFailure } from '../../inference/simulators/own/trialRun.ts';
import { inferredPrior } from '../../inference/simulators/problem.ts';
import type { SystemSource } from '../../inference/simulators/source.ts';
import type { System } from '../../inference/simulators/system.ts';
import { systemTasks } from '../pool/systemTasks.ts';
import { Dispatcher, Transferred } from '../rpc/dispatcher.ts';
import type { FromWorker, ToWorker } from '../rpc/messages.ts';
import { exampleOf } from './example.ts';
import type { LaneCommands, LaneWatch, Sign, ToLane } from './laneMessages.ts';
import { closeScope } from './laneScope.ts';
import { WatchedProgram } from './watchedProgram.ts';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const clock = performance.now.bind(performance);
let exported: ScriptExports | null = null;

scope.addEventListener('message', (event: MessageEvent) => {
  const { port, before, lines } = event.data as { port: MessagePort; before: number; lines: number };
  // Where the text itself has thrown, the frame tells it.
  if (exported !== null) begin(port, exported, (stack) => placeInScript(stack, before, lines));
});
Object.defineProperty(scope, LANE_GLOBAL, { value: (given: ScriptExports) => void (exported = given) });
closeScope(scope, [LANE_GLOBAL]);
Object.assign(scope, SCRIPT_SCOPE);

function begin(
  port: MessagePort,
  exports: ScriptExports,
  placeOf: (stack: string) => ReturnType<typeof placeInScript>,
) {
  const send = port.postMessage.bind(port);
  const watched = new WatchedProgram(clock, (sign: Sign) => send(sign));
  const made = (declaration: Declaration): OwnProgram =>
    watched.of(
      programOf(exports, declaration, (cause) => (cause instanceof Error ? placeOf(cause.stack ?? '') : null)),
      declaration,
    );
  let last: { readonly key: string; readonly system: System } | null = null;
  const define = (source: SystemSource): System => {
    if (source.kind !== 'script') throw new TypeError('A lane runs one script.');
    const key = JSON.stringify(source.declaration);
    if (last?.key !== key) last = { key, system: scriptSystem(source, made(source.declaration)) };
    return last.system;
  };
  const dispatcher = new Dispatcher<LaneCommands>(
    {
      ...systemTasks({ define }),

      declare: () => {
        const reading = declaredBy(exports);
        return reading.ok ? exampleOf(reading.declaration, exports, made) : reading;
      },

      trial: ({ problem, system: source, seed, from, count }) => {
        const system = define(source);
        const { priors, D } = inferredPrior(system, problem);
        const model = system.model(problem.design);
        const [size, C] = [sizeOf(model.x), sizeOf(model.s)];
        const [theta, x, s] = [D, size, C].map((width) => new Float64Array(count * width));
        const failures: TrialFailure[] = [];
        const random = new Random(seed, STREAMS.simulation);
        const start = clock();
        for (let i = 0; i < count; i++) {
          random.at(STREAMS.simulation, from + i);
          const [row, data] = [theta.subarray(i * D, (i + 1) * D), x.subarray(i * size, (i + 1) * size)];
          const seen = s.subarray(i * C, (i + 1) * C);
          for (let j = 0; j < D; j++) row[j] = samplePrior(priors[j], random);
          try {
            model.simulate(row, [], random, data);
            model.summarise(data, seen);
          } catch (cause) {
            if (!(cause instanceof SimulationFailure)) throw cause;
            data.fill(Number.NaN);
            seen.fill(Number.NaN);
            failures.push({ index: from + i, message: cause.message, ...cause.place });
          }
        }
        const milliseconds = clock() - start;
        return new Transferred({ theta, x, s, failures, milliseconds }, [theta.buffer, x.buffer, s.buffer]);
      },

      likelihood: ({ problem, system, seed, most, milliseconds }) => {
        const start = clock();
        return checkLikelihood(define(system), problem, seed, most, () => clock() - start < milliseconds);
      },
    },
    (message: FromWorker, transfer) => send(message, transfer),
  );
  port.onmessage = ({ data }: MessageEvent<ToWorker | ToLane>) => {
    if (data.kind === 'watch') watched.watch = data.watch satisfies LaneWatch;
    else dispatcher.receive(data);
  };
  send({ kind: 'pong', id: 0 } satisfies FromWorker);
}
