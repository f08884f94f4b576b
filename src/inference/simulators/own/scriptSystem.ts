/** A simulator that the user wrote in the page, as a system. Its text is run in a sandbox only (worker/own/). */
import { textHash } from '../../math/textHash.ts';
import { EVERYTHING, UNKNOWN_LIKELIHOOD } from '../capabilities.ts';
import type { PythonSummaries, System } from '../system.ts';
import type { Declaration } from './declaration.ts';
import type { OwnProgram } from './ownProgram.ts';
import { NO_LIKELIHOOD, ownSystem } from './ownSystem.ts';

/** A simulator's text, and what it said of itself when it was run. */
export interface Script {
  readonly text: string;
  readonly declaration: Declaration;
}

const ID = 'script-';
/** What such a system is called where it is not known. */
export const SCRIPT_NAME = 'Your own simulator';

/** Of text and declaration: another text is another system. */
export function scriptId({ text, declaration }: Script): string {
  return `${ID}${textHash(JSON.stringify([text, plain(declaration)]))}`;
}

/** With sorted members: equal declarations have equal texts, however they were put together. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, plain(member)]));
}

export function isScript(id: string): boolean {
  return id.startsWith(ID);
}

/** A Python program cannot run the script: it carries the text, and says what is to be written in its place. */
function translatedByHand(text: string): PythonSummaries {
  return {
    constants: { SIMULATOR: text },
    code: `def summarise(x):
    """Raw data x [n, values] -> summaries [n, C], what the network is given."""
    raise NotImplementedError(
        "The summaries of these data are computed by the JavaScript function summaries(x) of the simulator, whose text "
        "is SIMULATOR in this program. Write it here in Python: x is [n, values], and an array [n, len(SUMMARIES)] is "
        "returned. The posteriors are right only where both give the same numbers."
    )`,
  };
}

/** @param program where the text has been run; null elsewhere */
export function scriptSystem(script: Script, program: OwnProgram | null = null): System {
  const { declaration } = script;
  const likelihood = declaration.likelihood === true;
  return ownSystem({
    id: scriptId(script),
    declaration,
    tagline: 'A simulator of your own, written in JavaScript.',
    story:
      'A simulator of your own. It runs in a sandbox in this browser, which can reach neither the page nor the network.',
    capabilities: {
      ...EVERYTHING,
      ...(likelihood ? {} : { likelihood: UNKNOWN_LIKELIHOOD, reference: { no: NO_LIKELIHOOD } }),
    },
    ...(declaration.summaries === undefined ? {} : { python: translatedByHand(script.text) }),
    program,
  });
}
