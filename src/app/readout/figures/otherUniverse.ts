/** Which of a system's counterparts to offer: the one that the present truth is farthest from. */
import type { Design, System } from '../../../inference/simulators/system.ts';

export interface OtherUniverse {
  readonly label: string;
  readonly explanation: string;
  readonly theta: readonly number[];
}

export function otherUniverse(system: System, design: Design, truth: readonly number[] | null): OtherUniverse | null {
  const { counterparts } = system;
  if (counterparts === undefined || counterparts.when?.(design) === false) return null;
  const distance = (theta: readonly number[]) =>
    truth === null ? 0 : theta.reduce((sum, value, j) => sum + Math.abs(Math.log(value / truth[j])), 0);
  const [theta] = counterparts.thetas.toSorted((a, b) => distance(b) - distance(a));
  return { label: counterparts.label, explanation: counterparts.explanation, theta };
}
