/** Simulators of one's own, written into the editor of the page, and attempts to leave the sandbox in which they run. */

/** A coin that is tossed 20 times. */
export const COIN = `export const parameters = { p: uniform(0, 1) };
export const data = vector('heads');
export const simulate = ({ p }, random) => random.binomial(20, p);
`;

const HEAD = "export const parameters = { a: uniform(0, 1) };\nexport const data = vector('x');\n";

export const ENDLESS = `${HEAD}export const simulate = () => { for (;;); };`;

/** What each attempt is to end with: the browsers' own words differ. */
export const REFUSED =
  /not there|is not defined|not a constructor|not allowed|Policy|blocked by CSP|Can't find variable|not a function/;

/** @param address host and port of a server that hears what gets out */
export const attempts = (address: string): readonly string[] => [
  `fetch('http://${address}/fetch')`,
  `new XMLHttpRequest()`,
  `new WebSocket('ws://${address}/socket')`,
  `importScripts('http://${address}/scripts')`,
  `new Worker('data:text/javascript,')`,
  `indexedDB.open('x')`,
  `new BroadcastChannel('x')`,
  `postMessage('x')`,
  `parent.postMessage('x', '*')`,
  `top.location = 'http://${address}/top'`,
  `self.close()`,
  `new SharedArrayBuffer(8)`,
  `globalThis.constructor.constructor('return 1')()`,
  `(async () => {}).constructor('return 1')()`,
  `eval('1')`,
];

/** A simulator that makes an attempt. */
export const attempting = (attempt: string): string =>
  `${HEAD}export const simulate = () => { ${attempt}; return [1]; };`;

/** A simulator that makes several attempts, and then fails with a line that says in brackets what each of them ended with. */
export function attemptingAll(several: readonly string[]): string {
  const tries = several.map((attempt) => `() => { ${attempt}; }`);
  return `${HEAD}export const simulate = () => {
  const ends = [
    ${tries.join(',\n    ')},
  ].map((attempt) => {
    try { attempt(); return 'through'; }
    catch (cause) { return ${REFUSED}.test(String(cause)) ? 'refused' : String(cause); }
  });
  throw new Error('[' + ends.join(', ') + ']');
};`;
}

/** import() is of the language, and cannot be taken away: what it asks for is refused. It goes on to return its number. */
export const importing = (address: string, origin: string): string => `${HEAD}const given = 1;
import('http://${address}/import').catch(() => {});
import('${origin}/theme.js?import').catch(() => {});
export const simulate = () => { import('http://${address}/later').catch(() => {}); return [given]; };`;
