/**
 * The fused WebGPU engine in a real browser, on SwiftShader: its numbers against the float64 reference, its training run
 * against TensorFlow.js. The checks (e2e/kernels/) are bundled here, not shipped with the page; sizes are small, because a
 * software adapter runs them.
 */
import { expect, type Page, test } from '@playwright/test';
import { build } from 'vite';
import type { Checks } from '../kernels/entry.ts';
import type { FlowSpec } from '../../src/inference/flow/spec.ts';

const base = { bound: 5, embedding: 0 };
const small: FlowSpec = { ...base, dim: 2, context: 3, transforms: 2, hidden: 16, bins: 5 };

/** Bundled files by name. */
let files: ReadonlyMap<string, string>;
let page: Page;

test.beforeAll(async ({ browser, baseURL }) => {
  files = await bundle();
  page = await browser.newPage();
  await page.route('**/kernels/**', (route) => {
    const name = new URL(route.request().url()).pathname.replace(/^.*\/kernels\//, '');
    const script = files.get(name);
    if (script !== undefined) return route.fulfill({ contentType: 'text/javascript', body: script });
    return route.fulfill({ contentType: 'text/html', body: '<script type="module" src="entry.js"></script>' });
  });
  await page.goto(`${baseURL ?? ''}kernels/page.html`);
  await page.waitForFunction(() => 'checks' in globalThis);
  await run('start');
});

test.afterAll(() => page.close());

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

/** Shapes with a remainder everywhere: tiles, units a degree, threads; with and without an embedding; four rows a tile. */
const shapes: readonly (readonly [string, FlowSpec, number])[] = [
  ['1 parameter, 1 summary, 1 sample', { ...base, dim: 1, context: 1, transforms: 1, hidden: 16, bins: 4 }, 4],
  ['2 parameters, the small preset', { ...base, dim: 2, context: 10, transforms: 3, hidden: 64, bins: 8 }, 21],
  ['3 parameters, 33 units', { ...base, dim: 3, context: 5, transforms: 4, hidden: 33, bins: 16 }, 9],
  [
    '3 parameters, an embedding',
    { ...base, dim: 3, context: 40, embedding: 7, transforms: 2, hidden: 20, bins: 5 },
    13,
  ],
  ['10 parameters', { ...base, dim: 10, context: 12, transforms: 2, hidden: 40, bins: 7 }, 10],
  ['wide layers', { ...base, dim: 2, context: 4, transforms: 1, hidden: 256, bins: 6 }, 6],
];

test.describe('the fused WebGPU engine', () => {
  for (const [name, spec, size] of shapes) {
    test(`agrees with the float64 reference: ${name}`, async () => {
      const errors = await run('compareEngine', spec, size);
      // float32 through layers whose last one was blown up 300 times; plain TensorFlow.js is bounded by 2e-3 and 1e-3.
      expect(errors.density).toBeLessThan(5e-4);
      expect(errors.draws).toBeLessThan(5e-4);
      expect(errors.loss).toBeLessThan(5e-4);
      expect(errors.gradient).toBeLessThan(1e-3);
      expect(errors.masked).toBe(0);
    });
  }

  test('has the losses of the TensorFlow.js engine over 200 steps', async () => {
    // A small rate: at large ones the rounding of float32 grows along the way of any two engines.
    expect(await run('compareRuns', small, 200, 2e-4)).toBeLessThan(1e-3);
  });

  test('gives the same losses twice, and smaller ones as it trains', async () => {
    const { same, first, last } = await run('repeatRun', small, 40);
    expect(same).toBe(true);
    expect(last).toBeLessThan(first);
  });

  test('goes on from a checkpoint bit by bit', async () => {
    expect(await run('restoreCheckpoint', small)).toBe(true);
  });

  for (const spec of [small, { ...small, dim: 3, embedding: 4, hidden: 21 }]) {
    test(`trains, evaluates and samples three members as each alone: embedding ${spec.embedding}`, async () => {
      const same = await run('compareMembers', spec, 3);
      expect(same).toEqual({ losses: true, weights: true, densities: true, draws: true });
    });
  }

  test('keeps the weights of a member whose minibatch is not finite, says so by its loss, and spares the others', async () => {
    const { losses, unchanged, next } = await run('stepOverBadRows', small);
    expect(losses[0]).toBeNaN();
    expect(losses[1]).toBeGreaterThan(0);
    expect(unchanged).toEqual([true, false]);
    expect(next.every(Number.isFinite)).toBe(true);
  });

  test('frees every buffer', async () => {
    const { made, left } = await run('countBuffers', small);
    expect(made).toBeGreaterThan(10);
    expect(left).toBe(0);
  });
});

test.describe('the fused TensorFlow.js op', () => {
  for (const spec of [small, { ...small, dim: 3, embedding: 4 }]) {
    test(`has the gradients of plain ops, those of a network in front included: embedding ${spec.embedding}`, async () => {
      const { front, phi, leaked } = await run('compareOp', spec);
      expect(front).toBeLessThan(1e-4);
      expect(phi).toBeLessThan(1e-4);
      expect(leaked).toBe(0);
    });
  }
});

test('the bare matrix product of the benchmarks is one', async () => {
  // Remainders in every direction; float32 sums of 70 products of normal numbers.
  expect(await run('compareMatmul', { rows: 45, inner: 70, columns: 37, count: 2 })).toBeLessThan(1e-4);
});
