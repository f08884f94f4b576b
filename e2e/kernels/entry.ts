/** What the kernel spec calls in its page: every check by name. */
import { startBackend } from '../../src/inference/flow/engines/tfjs/backends.ts';
import { compareEngine, compareFeatures } from './engineChecks.ts';
import { compareMatmul } from './matmulChecks.ts';
import { endTraining, trainOn, useEngines } from './memoryChecks.ts';
import { compareOp } from './opChecks.ts';
import {
  compareMembers,
  compareRuns,
  refusedCalls,
  repeatRun,
  restoreCheckpoint,
  stepOverBadRows,
} from './trainingChecks.ts';

const checks = {
  start: () => startBackend('webgpu'),
  compareEngine,
  compareFeatures,
  compareMatmul,
  compareMembers,
  compareOp,
  compareRuns,
  endTraining,
  refusedCalls,
  repeatRun,
  restoreCheckpoint,
  stepOverBadRows,
  trainOn,
  useEngines,
};

export type Checks = typeof checks;

Object.assign(globalThis, { checks });
