/**
 * The layers of the code, as a test: every import under src/ (static, dynamic, type-only, re-export, and the URL of a
 * worker) is an edge, and an edge that points up, or a circle of edges, fails with the file and the rule. Test files may
 * import what they like. Type-only edges count: a type that is needed below belongs below.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import { describe, expect, test } from 'vitest';

/** From a file under src/ to another one, or to a package. */
interface Edge {
  /** Path below src/. */
  readonly from: string;
  /** Path below src/, or the specifier of a package. */
  readonly to: string;
  /** 'program': a worker that is started from the file; it runs apart, and so closes no circle. */
  readonly kind: 'file' | 'package' | 'program';
}

/**
 * The layers of each part of the tree, from the ground up: each may import from itself and from those before it. Rooms that
 * stand in one row are independent of each other. A row names folders or files below the part; '*' is every folder that no
 * other row names, each a room of its own.
 */
const LAYERS: readonly { readonly part: string; readonly layers: readonly (readonly string[])[] }[] = [
  {
    part: 'inference',
    layers: [
      ['math', 'parts'],
      ['priors'],
      ['reference'],
      ['simulators'],
      ['files'],
      ['observation'],
      ['flow'],
      ['training'],
      ['posterior'],
      ['diagnostics'],
      ['correction'],
      ['learners'],
      ['study'],
      ['export'],
    ],
  },
  {
    part: 'inference/diagnostics',
    layers: [
      ['report/verdict.ts', 'report/wording.ts', 'report/superscript.ts'],
      ['ranks'],
      ['coverage'],
      [
        'calibration',
        'local',
        'data',
        'reference',
        'identifiability',
        'landscape',
        'nuisance',
        'floor',
        'ledger',
        'moreSimulations',
        'retraining',
      ],
      ['report', 'testing'],
    ],
  },
  {
    part: 'inference/study',
    layers: [
      ['study.ts', 'sorted.ts'],
      ['defaults.ts', 'networkSpec.ts', 'steps.ts', 'wholeName.ts'],
      ['table'],
      ['document'],
      ['link', 'run'],
      ['testing'],
    ],
  },
  {
    part: 'inference/learners',
    layers: [['learner.ts'], ['snapshot.ts'], ['*'], ['registry.ts'], ['faults.ts'], ['testing']],
  },
  {
    part: 'worker',
    layers: [
      ['rpc'],
      ['pool', 'engine'],
      ['own'],
      ['run'],
      ['commands'],
      ['entry.ts', 'fileWorker.ts'],
      ['clients.ts'],
      ['testing'],
    ],
  },
  {
    part: 'worker/run',
    layers: [
      ['reports.ts', 'cadence.ts', 'engineFailover.ts'],
      ['runHost.ts'],
      ['hostedLearner.ts'],
      ['npe', 'learner'],
    ],
  },
  {
    part: 'app',
    layers: [
      ['browser', 'async', 'format', 'words'],
      ['store'],
      ['theme'],
      ['plots'],
      ['readout'],
      ['session'],
      ['actions', 'export'],
      ['ui'],
      ['App.tsx', 'EmbeddedApp.tsx', 'startApp.ts', 'gallery.tsx'],
      ['opening'],
    ],
  },
  { part: 'app/readout', layers: [['network'], ['figures'], ['text'], ['concepts'], ['facts']] },
  {
    part: 'app/session',
    layers: [
      ['context.ts', 'events.ts'],
      ['tasks.ts'],
      ['posterior'],
      ['network', 'checks', 'concepts'],
      ['study'],
      ['storage'],
      ['data', 'exporting', 'own'],
      ['bridge'],
      ['lessons'],
      ['reactions.ts'],
      ['session.ts'],
      ['appParts.ts', 'testing'],
    ],
  },
];
/** Packages that need a page. */
const PAGE_PACKAGES = [
  'react',
  'react-dom',
  'react-error-boundary',
  'zustand',
  'plotly.js',
  '@base-ui',
  'lucide-react',
];
const TENSORFLOW = '@tensorflow';
const TENSORFLOW_PLACES = ['inference/flow/', 'inference/training/', 'worker/'];
/** One file knows where the kernels are served. */
const COMPILED_KERNELS = '../assembly/build/';
/** What the page may know of the worker. */
const WORKER_DOORS = [
  'worker/clients.ts',
  'worker/commands/protocol.ts',
  'worker/engine/engineInfo.ts',
  'worker/run/reports.ts',
  'worker/run/npe/questions.ts',
  'worker/pool/poolSize.ts',
  'worker/pool/remote/bridgeConnection.ts',
  'worker/pool/remote/bridgeDeclaration.ts',
  'worker/pool/remote/bridgeQuestions.ts',
  'worker/pool/remote/bridgeRefusal.ts',
  'worker/pool/remote/keptSimulations.ts',
  'worker/own/ownClient.ts',
];
/** What the page may know of the service worker, which stands alone. */
const SERVICE_WORKER_DOOR = 'serviceWorker/site.ts';

/** What lessons may be written against, beside the library, and the rooms of the page that may know lessons. */
const LESSON_DOORS = ['app/browser/anchor.ts', 'app/readout/facts/'];
const LESSON_READERS = ['app/session/', 'app/ui/', 'lessons/'];
/** What else of them the store may know. */
const LESSON_WORDS = 'lessons/guess.ts';

/** The rule that an edge breaks, in a sentence; null if it breaks none. */
function brokenRule({ from, to, kind }: Edge): string | null {
  if (kind === 'package') {
    if (from.startsWith('inference/') && PAGE_PACKAGES.some((name) => isOrIsIn(to, name))) {
      return 'src/inference is portable: it may not import a package that needs a page';
    }
    if (isOrIsIn(to, TENSORFLOW) && !TENSORFLOW_PLACES.some((place) => from.startsWith(place))) {
      return `TensorFlow.js is imported in ${TENSORFLOW_PLACES.join(', ')} only`;
    }
    return null;
  }
  if (from.startsWith('inference/') && !to.startsWith('inference/')) {
    return 'src/inference may not import from outside of itself';
  }
  if (from.startsWith('serviceWorker/') !== to.startsWith('serviceWorker/') && to !== SERVICE_WORKER_DOOR) {
    return `src/serviceWorker stands alone; others may import ${SERVICE_WORKER_DOOR} only`;
  }
  if (from === 'worker/engine/pageEngines.ts' && to.startsWith(COMPILED_KERNELS)) return null;
  if (from.startsWith('worker/') && !to.startsWith('inference/') && !to.startsWith('worker/')) {
    return 'src/worker may import from src/inference and src/worker only';
  }
  if (from.startsWith('app/') && to.startsWith('worker/') && !WORKER_DOORS.includes(to)) {
    return `src/app reaches the worker through ${WORKER_DOORS.join(' and ')} only`;
  }
  if (
    from.startsWith('lessons/') &&
    !LESSON_DOORS.concat('inference/', 'lessons/').some((door) => to.startsWith(door))
  ) {
    return `src/lessons may import from src/inference, ${LESSON_DOORS.join(' and ')} only`;
  }
  if (to.startsWith('lessons/') && to !== LESSON_WORDS && !LESSON_READERS.some((room) => from.startsWith(room))) {
    return `src/lessons is read by ${LESSON_READERS.slice(0, -1).join(' and ')} only`;
  }
  if (isTestSupport(from)) return null;
  if (isTestSupport(to)) return 'what is in a folder named testing is for tests; the product may not import it';
  return LAYERS.reduce<string | null>((broken, layered) => broken ?? brokenLayer(from, to, layered), null);
}

function isTestSupport(file: string): boolean {
  return file.split('/').includes('testing');
}

/** The rule of one part that an edge breaks, in a sentence. */
function brokenLayer(from: string, to: string, { part, layers }: (typeof LAYERS)[number]): string | null {
  const place = (file: string): number => {
    const named = layers.findIndex((row) => row.some((name) => isOrIsIn(file, `${part}/${name}`)));
    const isInFolder = isOrIsIn(file, part) && file.slice(part.length + 1).includes('/');
    return named < 0 && isInFolder ? layers.findIndex((row) => row.includes('*')) : named;
  };
  // A style sheet that stands beside its component.
  const outside = [from, to].find((file) => isOrIsIn(file, part) && place(file) < 0 && !file.endsWith('.css'));
  if (outside !== undefined) return `src/${outside} lies in no layer of src/${part}`;
  const [own, other] = [place(from), place(to)];
  if (own < 0 || other < 0) return null;
  const roomOf = (file: string): string =>
    layers[place(file)].find((name) => isOrIsIn(file, `${part}/${name}`)) ?? file.slice(part.length + 1).split('/')[0];
  if (other > own) {
    return `src/${part}/${roomOf(from)} may not import from src/${part}/${roomOf(to)}, a later layer`;
  }
  if (other < own || roomOf(from) === roomOf(to)) return null;
  return `src/${part}/${roomOf(from)} and src/${part}/${roomOf(to)} stand in one layer and may not import from each other`;
}

/** Circles of files, each as the list of its members from one of them back to itself. */
function circles(edges: readonly Edge[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to, kind } of edges) {
    if (kind === 'file') next.set(from, [...(next.get(from) ?? []), to]);
  }
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    if (path.includes(file)) {
      found.push([...path.slice(path.indexOf(file)), file]);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const other of next.get(file) ?? []) visit(other);
    path.pop();
    done.add(file);
  };
  for (const file of next.keys()) visit(file);
  return found;
}

function isOrIsIn(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`);
}

/** What a source file imports. `file` is its path below src/. */
function edgesOf(file: string, source: string): Edge[] {
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0].message}`);
  const imported = [
    ...module.staticImports.map((statement) => statement.moduleRequest.value),
    ...module.staticExports.flatMap((statement) =>
      statement.entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => literal(source.slice(moduleRequest.start, moduleRequest.end))),
    // The parser lists neither the types `import('./x.ts').X` nor the files of workers.
    ...Array.from(source.matchAll(/\bimport\((['"][^'"]+['"])\)\s*[.<>;,)\]|&]/g), ([, text]) => literal(text)),
  ];
  const started = Array.from(source.matchAll(/new URL\((['"]\.[^'"]+\.tsx?['"]),\s*import\.meta\.url\)/g), ([, text]) =>
    literal(text),
  );
  const below = (path: string): string => posix.join(posix.dirname(file), path.replace(/\?.*$/, ''));
  return [
    ...[...new Set(imported)].map((specifier): Edge => {
      const isFile = specifier.startsWith('.');
      return { from: file, to: isFile ? below(specifier) : specifier, kind: isFile ? 'file' : 'package' };
    }),
    ...started.map((path): Edge => ({ from: file, to: below(path), kind: 'program' })),
  ];
}

/** The text of a string literal; anything else cannot be followed. */
function literal(expression: string): string {
  const text = /^(['"`])([^'"`$]*)\1$/.exec(expression)?.[2];
  if (text === undefined) throw new Error(`the import of ${expression} cannot be followed; import a plain string`);
  return text;
}

function sourceEdges(): Edge[] {
  const root = import.meta.dirname;
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(/[\\/]/).join('/'))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .flatMap((file) => edgesOf(file, readFileSync(join(root, file), 'utf8')));
}

describe('the source tree', () => {
  const edges = sourceEdges();

  test('was read: the walk sees the inner edges of the library', () => {
    expect(edges).toContainEqual({
      from: 'inference/priors/prior.ts',
      to: 'inference/math/random.ts',
      kind: 'file',
    });
  });

  test('has no import that breaks a rule', () => {
    const broken = edges.flatMap((edge) => {
      const rule = brokenRule(edge);
      return rule === null ? [] : [`src/${edge.from} imports ${edge.to}: ${rule}`];
    });
    expect(broken).toEqual([]);
  });

  test('has no circle of files', () => {
    expect(circles(edges).map((circle) => circle.join(' -> '))).toEqual([]);
  });
});

describe('a broken rule is found', () => {
  test.each<[string, string, RegExp]>([
    [
      'inference/math/a.ts',
      'inference/priors/b.ts',
      /src\/inference\/math may not import from src\/inference\/priors, a later layer/,
    ],
    [
      'inference/flow/engines/a.ts',
      'inference/training/b.ts',
      /src\/inference\/flow may not import from src\/inference\/training/,
    ],
    ['inference/study/a.ts', 'worker/client.ts', /may not import from outside of itself/],
    ['inference/study/a.ts', 'app/ui/b.tsx', /may not import from outside of itself/],
    ['inference/tools/a.ts', 'inference/math/b.ts', /src\/inference\/tools\/a.ts lies in no layer of src\/inference/],
    ['inference/study/a.ts', 'inference/stray.ts', /src\/inference\/stray.ts lies in no layer/],
    ['worker/a.ts', 'app/store/b.ts', /src\/worker may import from src\/inference and src\/worker only/],
    ['app/ui/a.tsx', 'serviceWorker/fileCache.ts', /others may import serviceWorker\/site.ts only/],
    ['serviceWorker/a.ts', 'app/store/b.ts', /src\/serviceWorker stands alone/],
    ['app/ui/a.tsx', 'worker/rpc/dispatcher.ts', /reaches the worker through worker\/clients.ts and/],
    [
      'inference/study/study.ts',
      'inference/study/link/a.ts',
      /src\/inference\/study\/study.ts may not import from .*link, a later/,
    ],
    [
      'inference/diagnostics/local/a.ts',
      'inference/diagnostics/data/b.ts',
      /stand in one layer and may not import from each/,
    ],
    ['inference/study/link/a.ts', 'inference/study/testing/b.ts', /for tests; the product may not import it/],
    ['worker/rpc/a.ts', 'worker/run/b.ts', /src\/worker\/rpc may not import from src\/worker\/run, a later layer/],
    ['worker/run/a.ts', 'worker/commands/protocol.ts', /worker\/run may not import from src\/worker\/commands/],
    [
      'worker/run/runHost.ts',
      'worker/run/npe/a.ts',
      /worker\/run\/runHost.ts may not import from src\/worker\/run\/npe, a later layer/,
    ],
    ['worker/run/npe/a.ts', 'worker/run/learner/b.ts', /run\/npe and src\/worker\/run\/learner stand in one layer/],
    [
      'inference/training/a.ts',
      'inference/learners/learner.ts',
      /src\/inference\/training may not import from src\/inference\/learners/,
    ],
    [
      'inference/learners/one/a.ts',
      'inference/learners/two/b.ts',
      /src\/inference\/learners\/one and src\/inference\/learners\/two stand in one layer/,
    ],
    [
      'inference/learners/one/a.ts',
      'inference/learners/registry.ts',
      /src\/inference\/learners\/one may not import from src\/inference\/learners\/registry.ts/,
    ],
    ['inference/learners/stray.ts', 'inference/math/b.ts', /stray.ts lies in no layer of src\/inference\/learners/],
    ['app/store/a.ts', 'app/session/b.ts', /src\/app\/store may not import from src\/app\/session, a later layer/],
    ['app/readout/figures/a.ts', 'app/session/b.ts', /src\/app\/readout may not import from src\/app\/session/],
    ['app/session/data/a.ts', 'app/actions/b.ts', /src\/app\/session may not import from src\/app\/actions/],
    [
      'app/session/posterior/a.ts',
      'app/session/study/b.ts',
      /session\/posterior may not import from src\/app\/session\/study/,
    ],
    ['app/actions/a.ts', 'app/export/b.ts', /src\/app\/actions and src\/app\/export stand in one layer/],
    ['app/plots/a.ts', 'app/ui/b.tsx', /src\/app\/plots may not import from src\/app\/ui/],
    ['lessons/a.ts', 'app/store/b.ts', /src\/lessons may import from src\/inference, app\/browser\/anchor.ts and/],
    ['app/store/a.ts', 'lessons/lesson.ts', /src\/lessons is read by app\/session\/ and app\/ui\/ only/],
    ['app/helpers/a.ts', 'app/store/b.ts', /src\/app\/helpers\/a.ts lies in no layer of src\/app/],
  ])('from %s to %s', (from, to, rule) => {
    expect(brokenRule({ from, to, kind: 'file' })).toMatch(rule);
  });

  test.each<[string, string, RegExp]>([
    ['inference/study/a.ts', 'react', /portable/],
    ['inference/study/a.ts', 'zustand/vanilla', /portable/],
    ['inference/study/a.ts', '@base-ui/react', /portable/],
    ['inference/math/a.ts', '@tensorflow/tfjs-core', /TensorFlow.js is imported in inference\/flow\//],
    ['app/ui/a.tsx', '@tensorflow/tfjs', /TensorFlow.js is imported in/],
  ])('from %s to the package %s', (from, to, rule) => {
    expect(brokenRule({ from, to, kind: 'package' })).toMatch(rule);
  });
});

test.each<[string, string, Edge['kind']]>([
  ['inference/priors/a.ts', 'inference/math/b.ts', 'file'],
  ['inference/priors/a.ts', 'inference/priors/b.ts', 'file'],
  ['inference/training/a.ts', '@tensorflow/tfjs-core', 'package'],
  ['inference/math/a.ts', 'ml-matrix', 'package'],
  ['worker/entry.ts', 'inference/study/study.ts', 'file'],
  ['app/ui/a.tsx', 'worker/clients.ts', 'file'],
  ['inference/diagnostics/ranks/a.ts', 'inference/diagnostics/report/verdict.ts', 'file'],
  ['app/session/testing/a.ts', 'app/session/session.ts', 'file'],
  ['app/ui/check/a.tsx', 'app/readout/text/b.ts', 'file'],
  ['app/ui/a.tsx', 'inference/study/study.ts', 'file'],
  ['app/ui/a.tsx', 'react', 'package'],
])('from %s to %s is allowed', (from, to, kind) => {
  expect(brokenRule({ from, to, kind })).toBeNull();
});

test('circles are found, long and short, and a diamond is none', () => {
  const edge = ([from, to]: string): Edge => ({ from, to, kind: 'file' });
  expect(circles(['ab', 'bc', 'ca', 'ad'].map(edge))).toEqual([['a', 'b', 'c', 'a']]);
  expect(circles(['aa'].map(edge))).toEqual([['a', 'a']]);
  expect(circles(['ab', 'ac', 'bd', 'cd'].map(edge))).toEqual([]);
  expect(circles([edge('ab'), { ...edge('ba'), kind: 'program' }])).toEqual([]);
});

test('every kind of import is an edge', () => {
  const source = `
    import { a } from './a.ts';
    import type { B } from '../b.ts';
    import './style.css';
    export { c } from './c.ts';
    export type * from './d.ts';
    const e = await import('./e.ts');
    type F = import('./f.ts').F;
    const worker = new Worker(new URL('../../worker/entry.ts', import.meta.url), { type: 'module' });
    import g from 'package/part';
    import wasm from './h.wasm?url';
  `;
  expect(edgesOf('app/ui/x.ts', source).map(({ to, kind }) => `${kind} ${to}`)).toEqual([
    'file app/ui/a.ts',
    'file app/b.ts',
    'file app/ui/style.css',
    'package package/part',
    'file app/ui/h.wasm',
    'file app/ui/c.ts',
    'file app/ui/d.ts',
    'file app/ui/e.ts',
    'file app/ui/f.ts',
    'program worker/entry.ts',
  ]);
  expect(() => edgesOf('app/x.ts', 'const name = "y"; import(name);')).toThrow(/import of name cannot be followed/);
});
