/** Data of a simulator of one's own before anything is asked of it: one simulation at the medians of its priors. */
import { SimulationFailure } from '../../inference/simulators/attempts.ts';
import { observedData } from '../../inference/observation/observation.ts';
import type { Declaration, DeclarationReading } from '../../inference/simulators/own/declaration.ts';
import type { OwnProgram } from '../../inference/simulators/own/ownProgram.ts';
import { scriptSystem } from '../../inference/simulators/own/scriptSystem.ts';
import { type ScriptExports, withSummaries } from '../../inference/simulators/own/scriptProgram.ts';
import { defaultProblem } from '../../inference/simulators/problem.ts';
import { defaultTruth, FIRST_NOISE_SEED } from '../../inference/study/defaults.ts';

/** Where so many simulations in a row fail, the text is refused with the reason. */
const ATTEMPTS = 100;

/**
 * The declaration with its example and its summaries, or why there is none.
 * @param programWith what the text does under a declaration
 */
export function exampleOf(
  declaration: Declaration,
  exports: ScriptExports,
  programWith: (declaration: Declaration) => OwnProgram,
): DeclarationReading {
  const program = programWith(declaration);
  const system = scriptSystem({ text: '', declaration }, program);
  try {
    const truth = defaultTruth(system, system.defaultDesign);
    const x = observedData(system, defaultProblem(system), truth, FIRST_NOISE_SEED, ATTEMPTS);
    return withSummaries({ ...declaration, example: Array.from(x) }, exports, x, programWith);
  } catch (cause) {
    if (!(cause instanceof RangeError && cause.cause instanceof SimulationFailure)) throw cause;
    const { message } = cause.cause;
    return { ok: false, problems: [`${message} All of ${ATTEMPTS} simulations at the medians of the priors failed.`] };
  }
}
