/** What the editor offers while a simulator is written: the random numbers, the laws of parameters, the kinds of data, the exports. */
import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from '@codemirror/autocomplete';

interface Documented {
  readonly label: string;
  /** Arguments and what comes out. */
  readonly detail: string;
  readonly info: string;
}

/** Methods of `random`, the second argument of simulate. */
export const RANDOM: readonly Documented[] = [
  { label: 'uniform', detail: '(low = 0, high = 1)', info: 'A number between low and high, all alike.' },
  { label: 'normal', detail: '(mean = 0, sd = 1)', info: 'A normal number.' },
  { label: 'exponential', detail: '(mean = 1)', info: 'A waiting time with this mean: 1 / rate.' },
  { label: 'gamma', detail: '(shape, scale = 1)', info: 'A positive number with mean shape × scale.' },
  { label: 'beta', detail: '(a, b)', info: 'A share between 0 and 1 with mean a / (a + b).' },
  { label: 'poisson', detail: '(mean)', info: 'A count with this mean.' },
  { label: 'binomial', detail: '(n, p)', info: 'How many of n succeed, each with probability p.' },
  { label: 'integer', detail: '(n)', info: 'A whole number from 0 to n - 1, all alike.' },
  { label: 'categorical', detail: '(weights)', info: 'Index i with a probability in proportion to weights[i].' },
  { label: 'shuffle', detail: '(items)', info: 'A copy of the array in random order.' },
];

/** In scope of every simulator. A last argument of a prior may name the parameter. */
export const DECLARING: readonly Documented[] = [
  { label: 'uniform', detail: '(low, high, about?)', info: 'Prior: all values from low to high alike.' },
  {
    label: 'logUniform',
    detail: '(low, high, about?)',
    info: 'Prior: the logarithm is uniform, so that every factor of ten counts alike. Both ends above 0.',
  },
  { label: 'normal', detail: '(mean, sd, about?)', info: 'Prior: normal.' },
  {
    label: 'lognormal',
    detail: '(mean, sd, about?)',
    info: 'Prior: the natural logarithm is normal with this mean and sd.',
  },
  {
    label: 'exponential',
    detail: '(mean, about?)',
    info: 'Prior: positive, small values more likely than large ones.',
  },
  { label: 'gamma', detail: '(shape, scale, about?)', info: 'Prior: positive, with mean shape × scale.' },
  { label: 'beta', detail: '(a, b, about?)', info: 'Prior: a share between 0 and 1, with mean a / (a + b).' },
  {
    label: 'vector',
    detail: '(name, name, ...)',
    info: "Data: numbers of which each has a name: vector('mean', 'maximum').",
  },
  {
    label: 'series',
    detail: '(name, { from, to, by, unit, axis })',
    info: "Data: one quantity over time or another axis: series('count', { from: 1, to: 50, unit: 'year' }).",
  },
  {
    label: 'image',
    detail: '(height, width)',
    info: 'Data: an image; simulate returns its rows, or all its pixels row by row.',
  },
];

const exported: readonly Completion[] = [
  snippetCompletion("export const name = '${name}';", { label: 'export const name', type: 'keyword' }),
  snippetCompletion(
    "export const parameters = {\n\t${key}: uniform(${0}, ${1}, { symbol: '${k}', label: '${label}' }),\n};",
    {
      label: 'export const parameters',
      type: 'keyword',
      info: 'What is inferred: a key and its prior. At most 32.',
    },
  ),
  snippetCompletion("export const data = series('${value}', { from: 1, to: ${20}, unit: '${day}' });", {
    label: 'export const data',
    type: 'keyword',
    info: 'The shape of one data set. It has a length.',
  }),
  snippetCompletion('export const integer = true;', {
    label: 'export const integer',
    type: 'keyword',
    info: 'All data are whole numbers from 0 on.',
  }),
  snippetCompletion('export function simulate({ ${key} }, random) {\n\treturn ${data};\n}', {
    label: 'export function simulate',
    type: 'keyword',
    info: 'One data set: an array of data.length numbers.',
  }),
  snippetCompletion('export function summaries(x) {\n\treturn [${0}];\n}', {
    label: 'export function summaries',
    type: 'keyword',
    info: 'Optional: numbers computed from the data x, which the network is given in place of all data.',
  }),
  snippetCompletion("export const summaryNames = ['${mean}'];", {
    label: 'export const summaryNames',
    type: 'keyword',
    info: 'Optional: a name for each number that summaries returns.',
  }),
  snippetCompletion('export function logLikelihood({ ${key} }, x) {\n\treturn ${0};\n}', {
    label: 'export function logLikelihood',
    type: 'keyword',
    info: 'Optional: ln p(x | parameters). It gives a reference posterior to compare with.',
  }),
];

const methods: readonly Completion[] = RANDOM.map((one) => ({ ...one, type: 'method' }));
const functions: readonly Completion[] = [
  ...DECLARING.map((one): Completion => ({ ...one, type: 'function' })),
  {
    label: 'random',
    type: 'variable',
    info: 'Random numbers: the second argument of simulate. Math.random is not there.',
  },
  ...exported,
];

/** Completions of CodeMirror for the place of the cursor; null: none. */
export function completeSimulator(context: CompletionContext): CompletionResult | null {
  const method = context.matchBefore(/\brandom\.\w*/);
  if (method !== null) {
    return { from: method.from + 'random.'.length, options: methods, validFor: /^\w*$/ };
  }
  const word = context.matchBefore(/(?:^export[ \w]*|\w+)/m);
  // After a dot stand members, which are others' to complete.
  if (word === null || context.state.sliceDoc(word.from - 1, word.from) === '.') return null;
  if (word.from === word.to && !context.explicit) return null;
  return { from: word.from, options: functions, validFor: /^[\w ]*$/ };
}
