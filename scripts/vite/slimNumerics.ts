/**
 * What @stdlib brings along and nothing here calls. Its samplers make a generator of their own as they are loaded, and with it
 * arrays of complex numbers and booleans: half of all that this page has of @stdlib. Ours are always given their source of
 * uniform numbers (math/random.ts).
 */
import type { Plugin } from 'vite';

const REPLACED: readonly (readonly [string, string])[] = [
  // Generators can be written in every browser that this build is for; finding out takes eval, which the policy forbids.
  ['@stdlib/assert-has-generator-support/lib/main.js', 'module.exports = () => true;'],
  [
    '@stdlib/random-base-mt19937/lib/index.js',
    "const none = () => { throw new Error('A sampler was given no source of uniform numbers.'); };\nmodule.exports = Object.assign(none, { factory: () => none });",
  ],
  [
    '@stdlib/array-to-json/lib/index.js',
    "module.exports = () => { throw new Error('The state of a sampler cannot be written as JSON.'); };",
  ],
  // Tells its iterations on a console where somebody has asked for that.
  ['node_modules/debug/src/', 'module.exports = () => () => {};'],
];

export function slimNumerics(): Plugin {
  return {
    name: 'slim-numerics',
    enforce: 'pre',
    transform: (_, id) => {
      const found = REPLACED.find(([path]) => id.replaceAll('\\', '/').includes(path));
      return found === undefined ? null : { code: found[1], map: null };
    },
  };
}
