/** The simulator that --simulator names: a module of the user's own, run as it stands. */
import { fewOf } from '../../src/inference/math/shown.ts';
import type { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import { ownLimits } from '../../src/inference/simulators/own/declaration.ts';
import {
  declaredBy,
  programOf,
  SCRIPT_SCOPE,
  type ScriptExports,
} from '../../src/inference/simulators/own/scriptProgram.ts';
import type { DeclarationReading } from '../../src/inference/simulators/own/declaration.ts';
import type { System } from '../../src/inference/simulators/system.ts';
import { exampleOf } from '../../src/worker/own/example.ts';
import { syntaxLine } from '../headless/syntaxPlace.ts';
import { moduleOf, placeInModule } from '../headless/scriptModule.ts';
import { InputError } from './arguments.ts';
import { readInput } from './paths.ts';

/**
 * @param folder that a relative path starts from
 * @param catalogue knows the system afterwards
 * @throws InputError where the file cannot be read or run, or what it declares cannot be studied
 */
export async function simulatorFrom(file: string, folder: string, catalogue: SystemCatalogue): Promise<System> {
  const text = readInput('simulator', file, folder, ownLimits.text).toString('utf8');
  Object.assign(globalThis, SCRIPT_SCOPE);
  let exports: ScriptExports;
  try {
    exports = (await import(moduleOf(text))) as ScriptExports;
  } catch (cause) {
    const place = placeInModule(cause);
    const line = place === null && cause instanceof SyntaxError ? syntaxLine(text) : (place?.line ?? null);
    const where = line === null ? '' : `, line ${line}`;
    throw new InputError(`${file}${where}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const reading = declarationOf(exports);
  if (!reading.ok) throw new InputError(fewOf(reading.problems.map((problem) => `${file}: ${problem}.`)).join('\n'));
  return catalogue.define({ kind: 'script', language: 'javascript', text, declaration: reading.declaration });
}

/** How many summaries there are, only data tell. */
function declarationOf(exports: ScriptExports): DeclarationReading {
  const reading = declaredBy(exports);
  if (!reading.ok || exports.summaries === undefined) return reading;
  return exampleOf(reading.declaration, exports, (declaration) => programOf(exports, declaration, placeInModule));
}
