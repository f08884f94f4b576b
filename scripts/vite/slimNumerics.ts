/**
 * What packages of numerics bring along and nothing here calls. @stdlib's samplers make a generator of their own as they are loaded, and with it
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
  // Of the messages of its own refusals, which no argument of ours meets: its whole printf.
  ['@stdlib/string-format/lib/index.js', "module.exports = (...parts) => parts.join(' ');"],
  // Images of its densities in colours: fast-kde gives numbers alone here.
  [
    'fast-kde/src/heatmap.js',
    "export const heatmap = () => { throw new Error('Densities are drawn by the page itself.'); };\nexport const opacityMap = heatmap;",
  ],
  // Of matrices, what the eigenvalues of one need (math/eigen.ts).
  ['ml-matrix/src/mathOperations.js', 'export const installMathOperations = () => {};'],
  // Tells its iterations on a console where somebody has asked for that.
  ['node_modules/debug/src/', 'module.exports = () => () => {};'],
];

export function slimNumerics(): Plugin {
  return {
    name: 'slim-numerics',
    enforce: 'pre',
    // Its one bundle holds every decomposition; of its modules those are taken that are used.
    resolveId: {
      async handler(source, importer, options) {
        if (source !== 'ml-matrix' || this.environment.mode !== 'build') return null;
        const bundle = await this.resolve(source, importer, { ...options, skipSelf: true });
        return bundle === null ? null : bundle.id.replace(/matrix\.m?js$/, 'src/index.js');
      },
    },
    transform: (_, id) => {
      const found = REPLACED.find(([path]) => id.replaceAll('\\', '/').includes(path));
      return found === undefined ? null : { code: found[1], map: null };
    },
  };
}
