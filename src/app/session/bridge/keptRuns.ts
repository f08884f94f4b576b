/** Simulations that came through the bridge and are kept in this browser: listed, removed, taken away as a table. */
import { loadPart } from '../../../inference/parts/loadPart.ts';
import type { KeptRun, KeptSimulations } from '../../../worker/pool/remote/keptSimulations.ts';
import { download } from '../../browser/download.ts';
import { storageFault } from '../../browser/storageFault.ts';
import { patch } from '../../store/appStore.ts';
import { type SessionContext, notify } from '../context.ts';

export class KeptRuns {
  readonly #context: SessionContext;

  constructor(context: SessionContext) {
    this.#context = context;
  }

  /** Reads the list anew. */
  refresh(): Promise<void> {
    return this.#use(async () => {});
  }

  remove(id: string): Promise<void> {
    return this.#use((kept) => kept.remove(id));
  }

  /** All pairs of a run as NPZ: theta [n, D] and x [n, size], in the order of their numbers. */
  export(run: KeptRun): Promise<void> {
    return this.#use(async (kept) => {
      const D = run.parameters.length;
      const theta = new Float64Array(run.rows * D);
      const x = new Float64Array(run.rows * run.size);
      let [rows, end, failed] = [0, 0, 0];
      for (const start of await kept.starts(run.id)) {
        const chunk = await kept.chunk(run.id, start);
        // Two tabs may have kept pieces that overlap.
        const skip = Math.max(0, end - start);
        if (chunk === null || skip >= chunk.count) continue;
        theta.set(chunk.theta.subarray(skip * D), rows * D);
        x.set(chunk.x.subarray(skip * run.size), rows * run.size);
        failed += chunk.failed.subarray(skip).reduce((sum, each) => sum + each, 0);
        rows += chunk.count - skip;
        end = start + chunk.count;
      }
      const arrays = new Map([
        ['theta', { shape: [rows, D], values: theta.subarray(0, rows * D) }],
        ['x', { shape: [rows, run.size], values: x.subarray(0, rows * run.size) }],
      ]);
      const { name, seed, stream, priors, parameters } = run;
      const names = {
        system: name,
        parameters: parameters.map((key) => ({ key, prior: priors[key] })),
        seed,
        stream,
        failed,
      };
      const beside = new TextEncoder().encode(`${JSON.stringify(names, null, 1)}\n`);
      const { writeNpz } = await loadPart('writes NPZ files', () => import('../../../inference/files/npz.ts'));
      const bytes = writeNpz(arrays, new Map([['names.json', beside]]), 0);
      download(new Blob([bytes as BlobPart]), `${name.replaceAll(/[^\w-]+/g, '_')}-seed-${seed}.npz`);
    });
  }

  async #use(work: (kept: KeptSimulations) => Promise<void>): Promise<void> {
    try {
      const { KeptSimulations: Kept } = await loadPart(
        'keeps simulations in this browser',
        () => import('../../../worker/pool/remote/keptSimulations.ts'),
      );
      const kept = await Kept.open();
      try {
        await work(kept);
        patch(this.#context.store, 'bridge', { kept: await kept.runs() });
      } finally {
        kept.close();
      }
    } catch (error) {
      const { why, remedy } = storageFault(error);
      notify(this.#context, 'problem', `Kept simulations: ${why}. ${remedy}`.trim());
    }
  }
}
