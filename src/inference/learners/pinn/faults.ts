/** What of a task the loss of the PINN has no term for, in sentences. */
import { priorFamilies } from '../../priors/families.ts';
import type { Prior } from '../../priors/prior.ts';
import type { LearnerTask } from '../learner.ts';
import { inferredOf, SYMBOLS } from './sizes.ts';

/** A prior that is cut off where there is hardly anything of it left changes nothing. */
const FAR = 5;

/** What of a task the loss cannot say: sentences without a full stop. */
export function pinnFaults({ problem, data }: LearnerTask): string[] {
  const faults: string[] = [];
  if (data.x === null) {
    faults.push(
      'the PINN needs the readings themselves, and only their summaries are known: draw new data, or open a file',
    );
  } else {
    const missing = data.x.findIndex((y) => !Number.isFinite(y));
    if (missing >= 0) {
      faults.push(`reading ${missing + 1} is missing, and the PINN needs all: enter it, or draw new data`);
    }
  }
  for (const key of inferredOf(problem.design)) {
    const prior = problem.priors[key];
    const name = SYMBOLS[key];
    if (prior.family !== 'lognormal') {
      faults.push(
        `the prior of ${name} is ${priorFamilies[prior.family].label}; the PINN’s loss has a term for a lognormal one only: choose that`,
      );
    } else if (isCut(prior)) {
      faults.push(
        `the prior of ${name} is cut off at an end, for which the PINN’s loss has no term: take the end away`,
      );
    }
  }
  for (const [key, name] of [
    ['p', 'the pressure'],
    ['off', 'the offset'],
  ] as const) {
    const setting = problem.nuisances[key];
    if (setting === undefined || setting.mode === 'fixed') {
      if (key === 'p' && setting?.value === 0) {
        faults.push('the pressure is 0, and without pressure the wall says nothing: set another value');
      }
      continue;
    }
    const { prior } = setting;
    const known = prior.family === 'normal' || (key === 'p' && prior.family === 'lognormal');
    if (!known) {
      faults.push(
        `the prior of ${name} is ${priorFamilies[prior.family].label}; the PINN’s loss has a term for a normal one only: choose that, or fix it`,
      );
    } else if (isCut(prior)) {
      faults.push(
        `the prior of ${name} is cut off at an end, for which the PINN’s loss has no term: take the end away, or fix it`,
      );
    }
  }
  return faults;
}

function isCut(prior: Prior): boolean {
  if (prior.family !== 'normal' && prior.family !== 'lognormal') return false;
  const { mean, sd, low, high } = prior;
  const z = (end: number) => ((prior.family === 'lognormal' ? Math.log(end) : end) - mean) / sd;
  return (low !== undefined && z(low) > -FAR) || (high !== undefined && z(high) < FAR);
}
