/**
 * Engines for tests of which engine runs and what happens when one fails: one engine under several names whose steps take a
 * made-up time. The losses that they give are the float64 reference's, with which a trial compares them, unless the test adds
 * an error.
 */
import type { FlowEngine, TrainingStep } from '../../inference/flow/engines/engine.ts';
import type { AdapterProbe } from '../../inference/flow/engines/tfjs/adapter.ts';
import { UnsupportedNetwork } from '../../inference/flow/engines/unsupported.ts';
import { parameterCount } from '../../inference/flow/layout.ts';
import { ReferenceFlow } from '../../inference/flow/referenceFlow.ts';
import { EngineChooser } from '../engine/engineChoice.ts';
import type { EngineName } from '../engine/engineInfo.ts';
import type { EngineSource, MakeEngine, Variant } from '../engine/engines.ts';

const hardware: AdapterProbe = { kind: 'hardware', note: 'a card' };

interface Made {
  /** Time of a step, of every way to run: by number of threads. */
  readonly ms: Readonly<Record<number, number>>;
  /** Added to the second member's loss, nats. */
  readonly error?: number;
  /** It can run no network, for this reason. */
  readonly unsupported?: string;
}

/** Engines that are there, with a clock that their steps advance, and a count of how often each was started. */
export function machine(made: Partial<Record<EngineName, Made>>, adapter: AdapterProbe = hardware) {
  let time = 0;
  const rows: number[] = [];
  const started: EngineName[] = [];
  const maker =
    (ms: number, error: number): MakeEngine =>
    (spec, members) => {
      let phi = new Float32Array(0);
      let [z, context] = [new Float32Array(0), new Float32Array(0)];
      const loss = (member: number, count: number) => {
        const P = parameterCount(spec);
        const flow = new ReferenceFlow(spec, phi.subarray(member * P, (member + 1) * P));
        let sum = member === 1 ? count * error : 0;
        for (let row = 0; row < count; row++) {
          const c = context.subarray(row * spec.context, (row + 1) * spec.context);
          sum -= flow.logDensity(z.subarray(row * spec.dim, (row + 1) * spec.dim), c);
        }
        return sum / count;
      };
      const engine: Partial<FlowEngine> = {
        spec,
        members,
        setParameters: (given) => void (phi = Float32Array.from(given)),
        reserve: () => {},
        store: (_, data) => void ([z, context] = [Float32Array.from(data.z), Float32Array.from(data.context)]),
        train: (steps: readonly TrainingStep[]) => {
          time += ms * steps.length;
          rows.push(steps[0].rows.length);
          const count = steps[0].rows.length / members;
          const losses = steps.flatMap(() => Array.from({ length: members }, (_, m) => (m < 2 ? loss(m, count) : 0)));
          return Promise.resolve(Float32Array.from(losses));
        },
        dispose: () => {},
      };
      return engine as FlowEngine;
    };
  const source: EngineSource = {
    lost: null,
    adapter: () => Promise.resolve(adapter),
    start: (engine) => {
      started.push(engine);
      const found = made[engine];
      if (found === undefined) return Promise.reject(new Error(`there is no ${engine}`));
      const variants = Object.entries(found.ms).map(
        ([threads, ms]): Variant => ({
          threads: Number(threads),
          make: found.unsupported === undefined ? maker(ms, found.error ?? 0) : refusing(found.unsupported),
        }),
      );
      return Promise.resolve(variants);
    },
  };
  return { source, chooser: new EngineChooser(source, () => time), rows, started };
}

function refusing(reason: string): MakeEngine {
  return () => {
    throw new UnsupportedNetwork(reason);
  };
}
