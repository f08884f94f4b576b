/**
 * The fused WebGPU engine in a real browser, on SwiftShader: its numbers against the float64 reference, its training run
 * against the other engines, and what it leaves in memory. The checks (e2e/kernels/) are bundled here, not shipped
 * with the page; sizes are small, because a software adapter runs them.
 */
import { expect, type Page, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { build } from 'vite';
import type { Checks } from '../kernels/entry.ts';
import { ensureAssembly } from '../../scripts/assembly.mjs';
import { REFUSALS } from '../../src/inference/flow/testing/trials.ts';
import { convolutions, convSpec, embeddingOfWidth, specOf, stage } from '../../src/inference/flow/testing/specs.ts';
import type { NetworkSpec } from '../../src/inference/flow/spec.ts';

/** The WebAssembly kernels, beside the page. */
const KERNELS = 'simd.wasm';

const small: NetworkSpec = specOf({ dim: 2, context: 3, transforms: 2, hidden: 16, bins: 5 });

/** Bundled files by name. */
let files: ReadonlyMap<string, string>;
let page: Page;

test.beforeAll(async ({ browser, baseURL }) => {
  await ensureAssembly();
  files = await bundle();
  page = await browser.newPage();
  await page.route('**/kernels/**', (route) => {
    const name = new URL(route.request().url()).pathname.replace(/^.*\/kernels\//, '');
    if (name === KERNELS) {
      return route.fulfill({ contentType: 'application/wasm', body: readFileSync(`assembly/build/${KERNELS}`) });
    }
    const script = files.get(name);
    if (script !== undefined) return route.fulfill({ contentType: 'text/javascript', body: script });
    return route.fulfill({ contentType: 'text/html', body: '<script type="module" src="entry.js"></script>' });
  });
  await page.goto(`${baseURL ?? ''}kernels/page.html`);
  await page.waitForFunction(() => 'checks' in globalThis);
  await run('start');
});

test.afterAll(() => page.close());

/** Bytes of the page's heap after garbage collection, with what array buffers hold outside it. */
async function heapBytes(): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const usage = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usage.usedSize + usage.backingStorageSize;
}

/** Calls a check in the page. */
async function run<Name extends keyof Checks>(
  name: Name,
  ...parameters: Parameters<Checks[Name]>
): Promise<Awaited<ReturnType<Checks[Name]>>> {
  const result = await page.evaluate(
    ({ check, inputs }) => {
      const { checks } = globalThis as unknown as { checks: Record<string, (...values: unknown[]) => unknown> };
      return checks[check](...inputs);
    },
    { check: name, inputs: parameters },
  );
  return result as Awaited<ReturnType<Checks[Name]>>;
}

async function bundle(): Promise<Map<string, string>> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    define: { global: 'globalThis' },
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      rollupOptions: {
        input: 'e2e/kernels/entry.ts',
        output: { entryFileNames: 'entry.js', chunkFileNames: '[name].js' },
      },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]) as readonly {
    readonly output: readonly { readonly type: string; readonly fileName: string; readonly code?: string }[];
  }[];
  return new Map(outputs.flatMap(({ output }) => output).map(({ fileName, code }) => [fileName, code ?? '']));
}

const single: NetworkSpec = specOf({ dim: 1, context: 1, transforms: 1, hidden: 16, bins: 4 });
const embedded: NetworkSpec = specOf({ dim: 3, context: 40, embedding: 7, transforms: 2, hidden: 33, bins: 16 });

/**
 * Shapes with a remainder everywhere: tiles, units a degree, threads; with and without an embedding; four rows a tile. Few,
 * and some used again below, since a software adapter takes seconds to compile the kernels of one.
 */
const shapes: readonly (readonly [string, NetworkSpec, number])[] = [
  ['1 parameter, 1 summary, 1 sample', single, 4],
  ['more tiles than workgroups', single, 528],
  ['2 parameters, the small preset', specOf({ dim: 2, context: 10, transforms: 3, hidden: 64, bins: 8 }), 21],
  ['3 parameters, 33 units, an embedding', embedded, 12],
  ['10 parameters, 128 units', specOf({ dim: 10, context: 12, transforms: 1, hidden: 128, bins: 7 }), 10],
  ['256 units', specOf({ dim: 2, context: 4, transforms: 1, hidden: 256, bins: 6 }), 6],
];

const image = convSpec(convolutions([1, 9, 11], [stage(8, 3, 2), stage(12, 3, 2)], 7), 2, 3);
const items = convSpec({ kind: 'set', most: 6, size: 3, widths: [8, 12], features: 5, mask: true }, 2, 2);

/** Embeddings that stay in storage: channels, odd sizes, strides, masks, means over places and over what is there. */
const stored: readonly (readonly [string, NetworkSpec, number])[] = [
  ['an image and three numbers', image, 13],
  ['three channels, strides 1 and 3', convSpec(convolutions([3, 7, 6], [stage(4, 5, 1), stage(4, 3, 3)], 6), 2), 17],
  ['an image with a mask', convSpec(convolutions([2, 6, 7], [stage(4, 3, 2)], 5, { mask: true }), 2, 1), 11],
  ['a series', convSpec(convolutions([2, 1, 30], [stage(8, 5, 2), stage(16, 3, 2)], 10, { dimensions: 1 }), 2, 2), 21],
  ['means over an image', convSpec(convolutions([4, 8, 9], [stage(4, 3, 2)], 6, { pool: 'mean' }), 2, 2), 18],
  ['a set with missing items', items, 25],
  ['a set, more tiles than workgroups', convSpec({ ...setOf(4), widths: [8, 12] }, 2), 528],
  [
    'several images with a mask',
    convSpec(convolutions([2, 5, 6], [stage(4, 3, 1)], 5, { items: 3, mask: true }), 1, 1),
    10,
  ],
];

function setOf(most: number) {
  return { kind: 'set', most, size: 2, features: 7, mask: false } as const;
}

test.describe('the fused WebGPU engine', () => {
  for (const [name, spec, size] of [...shapes, ...stored]) {
    const quick = spec === single || spec === items;
    test(`agrees with the float64 reference: ${name}`, { tag: quick ? [] : '@slow' }, async () => {
      const errors = await run('compareEngine', spec, size);
      // float32 through layers whose last one was blown up 300 times; plain TensorFlow.js is bounded by 2e-3 and 1e-3.
      expect(errors.density).toBeLessThan(5e-4);
      expect(errors.draws).toBeLessThan(5e-4);
      expect(errors.loss).toBeLessThan(5e-4);
      expect(errors.gradient).toBeLessThan(1e-3);
      expect(errors.masked).toBe(0);
    });
  }

  test('has the losses of the WebAssembly and TensorFlow.js engines over 200 steps from the same start', {
    tag: '@slow',
  }, async () => {
    // A small rate: at large ones the rounding of float32 grows along the way of any two engines.
    expect(await run('compareRuns', small, 200, 2e-4, KERNELS)).toBeLessThan(1e-3);
    expect(await run('compareRuns', image, 200, 2e-4, KERNELS)).toBeLessThan(1e-3);
    expect(await run('compareRuns', items, 200, 2e-4, KERNELS)).toBeLessThan(1e-3);
  });

  for (const spec of [embedded, image, items]) {
    test(`tells the features of the float64 reference: embedding ${spec.embedding.kind}`, {
      tag: '@slow',
    }, async () => {
      expect(await run('compareFeatures', spec, 1100)).toBeLessThan(1e-4);
    });
  }

  test('gives the same losses twice, and smaller ones as it trains', async () => {
    const { same, first, last } = await run('repeatRun', small, 40);
    expect(same).toBe(true);
    expect(last).toBeLessThan(first);
  });

  test('gives the same losses twice behind convolutions', { tag: '@slow' }, async () => {
    const { same, first, last } = await run('repeatRun', image, 40);
    expect(same).toBe(true);
    expect(last).toBeLessThan(first);
  });

  test('goes on from a checkpoint bit by bit', async () => {
    expect(await run('restoreCheckpoint', small)).toBe(true);
  });

  for (const spec of [embedded, image]) {
    test(`trains, evaluates and samples three members as each alone, bit by bit: embedding ${spec.embedding.kind}`, {
      tag: '@slow',
    }, async () => {
      const same = await run('compareMembers', spec, 3);
      expect(same).toEqual({ losses: true, weights: true, densities: true, draws: true });
    });
  }

  test('refuses what is not there, and is as it was then', async () => {
    expect(await run('refusedCalls', small)).toEqual({ said: REFUSALS, unchanged: true });
  });

  test('keeps the weights of a member whose minibatch is not finite, says so by its loss, and spares the others', async () => {
    const { losses, unchanged, next } = await run('stepOverBadRows', embedded, 3);
    expect(losses.map(Number.isFinite)).toEqual([false, true, true]);
    expect(unchanged).toEqual([true, false, false]);
    expect(next.every(Number.isFinite)).toBe(true);
  });
});

test.describe('the fused TensorFlow.js op', { tag: '@slow' }, () => {
  for (const spec of [small, { ...small, dim: 3, embedding: embeddingOfWidth(4) }, image, items]) {
    test(`has the gradients of plain ops, those of a network in front included: embedding ${spec.embedding.kind}`, async () => {
      const { front, phi, leaked } = await run('compareOp', spec);
      expect(front).toBeLessThan(1e-4);
      expect(phi).toBeLessThan(1e-4);
      expect(leaked).toBe(0);
    });
  }
});

test.describe('memory', { tag: '@slow' }, () => {
  const tiny: NetworkSpec = specOf({ dim: 1, context: 1, transforms: 1, hidden: 4, bins: 4 });
  // What the page itself (the caches of V8 and of its protocol) adds over seconds; 5,000 steps leaking 100 bytes each add more.
  const NOISE = 200_000;

  test('is flat over 5,000 steps', async () => {
    const before = await run('trainOn', tiny, 500);
    const heap = await heapBytes();
    const after = await run('trainOn', tiny, 5000);
    expect((await heapBytes()) - heap).toBeLessThan(NOISE);
    expect(after.bytes).toBe(before.bytes);
    expect(after.tensors).toBe(before.tensors);
    expect((await run('endTraining')).bytes).toBe(0);
  });

  test('is flat over 20 engines one after another', async () => {
    const before = await run('useEngines', tiny, 4);
    const heap = await heapBytes();
    const after = await run('useEngines', tiny, 20);
    expect((await heapBytes()) - heap).toBeLessThan(NOISE);
    expect(after.made - before.made).toBeGreaterThan(200);
    expect(after.bytes).toBe(0);
    expect(after.tensors).toBe(before.tensors);
  });
});

test('the bare matrix product of the benchmarks is one', async () => {
  // Remainders in every direction; float32 sums of 70 products of normal numbers.
  expect(await run('compareMatmul', { rows: 45, inner: 70, columns: 37, count: 2 })).toBeLessThan(1e-4);
});
