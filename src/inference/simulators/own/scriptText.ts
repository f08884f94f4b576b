/**
 * A script's text as a plain script. It is written as a module, but where it is run nothing may be imported, and for a module that
 * cannot be read browsers do not tell the line. So "export" is blanked, and what was exported is handed over by a call at the end.
 */

/** What a text may export, as declaredBy and programOf know it. */
const NAMES = [
  'name',
  'parameters',
  'data',
  'integer',
  'simulate',
  'summaries',
  'summaryNames',
  'logLikelihood',
] as const;
/** What the program that the text is put behind is called. */
export const LANE_GLOBAL = '__ownSimulator';

const DECLARED =
  /^([^\S\n]*)(export)(?=\s+(?:async\s+)?(?:const|let|var|function|class)\b\s*\*?\s*([A-Za-z_$][\w$]*))/gm;
const LISTED = /^[^\S\n]*export\s*\{([^}]*)\}[^\S\n]*;?/gm;

/** @returns as many lines as the text has, and what hands over behind them */
export function plainScript(text: string): string {
  const exported = new Map<string, string>();
  const plain = text
    .replaceAll(DECLARED, (_, indent: string, word: string, name: string) => {
      exported.set(name, name);
      return indent + ' '.repeat(word.length);
    })
    .replaceAll(LISTED, (whole, list: string) => {
      for (const entry of list.split(',')) {
        const [local, as = local] = entry.trim().split(/\s+as\s+/);
        if (local !== '') exported.set(as, local);
      }
      return whole.replaceAll(/[^\n]/g, ' ');
    });
  const members = NAMES.filter((name) => exported.has(name)).map((name) => `${name}: ${exported.get(name)}`);
  // A short name for stacks: the address of a lane's program is as long as the program.
  return `${plain}\n;${LANE_GLOBAL}({ ${members.join(', ')} });\n//# sourceURL=simulator.js`;
}

/**
 * Where in a script an error was thrown: the first place of its stack that lies in it, as V8, Firefox and WebKit write it.
 * @param before lines in front of the script's first
 * @param lines of the script
 */
export function placeInScript(
  stack: string,
  before: number,
  lines: number,
): { readonly line: number; readonly column: number } | null {
  for (const [, at, column] of stack.matchAll(/:(\d+):(\d+)\)?\s*$/gm)) {
    const line = Number(at) - before;
    if (line >= 1 && line <= lines) return { line, column: Number(column) };
  }
  return null;
}
