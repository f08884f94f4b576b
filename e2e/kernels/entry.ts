/** What the kernel spec calls in its page: every check by name. */
import { startBackend } from '../../src/inference/flow/engines/tfjs/backends.ts';
import { compareEngine } from './engineChecks.ts';
import { compareMatmul } from './matmulChecks.ts';
import { compareOp } from './opChecks.ts';
import {
  compareMembers,
  compareRuns,
  countBuffers,
  repeatRun,
  restoreCheckpoint,
  stepOverBadRows,
} from './trainingChecks.ts';

const checks = {
  start: () => startBackend('webgpu'),
  compareEngine,
  compareMatmul,
  compareMembers,
  compareOp,
  compareRuns,
  countBuffers,
  repeatRun,
  restoreCheckpoint,
  stepOverBadRows,
};

export type Checks = typeof checks;

Object.assign(globalThis, { checks });
