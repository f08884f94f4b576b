/** The ledger: what is timed, that nothing is timed twice, and that what ended is not taken for fast. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Study } from '../../../inference/study/study.ts';
import type { Commands } from '../../../worker/commands/protocol.ts';
import { ledgerFacts } from '../../readout/facts/conceptFacts.ts';
import { patch } from '../../store/appStore.ts';
import type { CallOptions } from '../../../worker/rpc/client.ts';
import type { SessionContext } from '../context.ts';
import { drawsOf, opened, trainingSession } from '../testing/scriptedEngine.ts';
import { CostLedger } from './costLedger.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const C = 9;
/** Milliseconds of one of each. */
const SIMULATION = 0.5;
const STEP = 2;
const POSTERIOR = 10;
const REFERENCE = 500;

/** A page whose clock goes on by what is asked of its engines. The first reference takes far longer. */
async function page({ stepsThereAre = Infinity, reference = REFERENCE, label = 'exact' } = {}) {
  const session = await trainingSession();
  let now = 0;
  const xs: string[] = [];
  const froms: number[] = [];
  const studies: Study[] = [];
  const terminate = vi.fn<() => void>();
  let step = 0;
  const call = (command: string, params: unknown, options?: CallOptions<unknown>): Promise<unknown> => {
    switch (command) {
      case 'pairs.simulate': {
        const { count, from } = params as Commands['pairs.simulate']['params'];
        now += SIMULATION * count;
        froms.push(from);
        return Promise.resolve({ theta: new Float64Array(2 * count), s: new Float64Array(C * count) });
      }
      case 'reference.compute': {
        const { x } = params as Commands['reference.compute']['params'];
        now += xs.length === 0 ? 5 * reference : reference;
        xs.push(x.join(' '));
        return Promise.resolve(
          label === 'none'
            ? { kind: 'unavailable', reason: 'No likelihood.' }
            : { kind: 'reference', label, method: 'A grid.', comparable: true, draws: new Float64Array(2) },
        );
      }
      case 'run.open':
        studies.push((params as Commands['run.open']['params']).study);
        return Promise.resolve(opened);
      case 'run.train': {
        const more = Math.min((params as { steps: number }).steps, stepsThereAre - step);
        // A call begins and ends with work of its own.
        now += 400;
        for (let done = 0; done < more; done += 16) {
          const some = Math.min(16, more - done);
          step += some;
          now += STEP * some;
          options?.onProgress?.({ kind: 'steps', step, totalSteps: 100_000 });
        }
        now += 400;
        return Promise.resolve({ finished: step === stepsThereAre, step });
      }
      case 'run.ask':
        now += POSTERIOR;
        return Promise.resolve(drawsOf(new Float64Array(2)));
      default:
        return Promise.resolve(null);
    }
  };
  const engine = { call, terminate } as unknown as ReturnType<NonNullable<SessionContext['spare']>>;
  const ledger = new CostLedger({ ...session, engine, spare: () => engine }, () => now);
  const facts = () => ledgerFacts(session.store.getState());
  const run = async () => {
    // The scripted page trains by itself.
    const { network } = session.store.getState().engine;
    const open = 'open' in network ? network.open : null;
    session.store.setState((state) => ({
      ...state,
      engine: { ...state.engine, network: { kind: 'finished', open, turn: 1 } as never },
    }));
    ledger.run();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { ...session, ledger, run, facts, xs, froms, studies, terminate };
}

describe('the ledger', () => {
  it('times simulations, steps, posteriors and references, and not what has to be started', async () => {
    const { run, facts, store, terminate } = await page();
    await run();
    const { simulations, batchSize, epochs, validationFraction } = store.getState().study.training;
    const found = facts();
    expect(found?.posterior).toBeCloseTo(POSTERIOR / 1000, 9);
    expect(found?.reference).toBeCloseTo(REFERENCE / 1000, 9);
    const steps = Math.round((epochs * simulations * (1 - validationFraction)) / batchSize);
    expect(found?.once.training).toBeCloseTo((steps * STEP) / 1000, 6);
    expect(found?.paysAfter).toBeCloseTo((found?.once.both ?? 0) / 0.49, 6);
    expect(terminate).toHaveBeenCalledTimes(1);
  });

  it('counts the simulations of every epoch where each has its own', async () => {
    const { run, facts, store } = await page();
    const { study } = store.getState();
    const training = { ...study.training, fresh: true, simulations: 1000, epochs: 10, validationFraction: 0.1 };
    patch(store, 'study', { training });
    await run();
    expect(facts()?.once.simulating).toBeCloseTo((9100 * SIMULATION) / 1000, 9);
  });

  it('uses no data twice: what is cached costs nothing', async () => {
    const { run, xs, froms } = await page();
    await run();
    expect(xs.length).toBeGreaterThan(2);
    expect(new Set(xs).size).toBe(xs.length);
    expect(new Set(froms).size).toBe(froms.length);
  });

  it('does not take a training at its end for a fast one', async () => {
    const { run, facts, store } = await page({ stepsThereAre: 300 });
    await run();
    expect(facts()).toBeNull();
    expect(store.getState().view.messages.at(-1)?.text).toMatch(/cannot be timed/);
  });

  it('has nothing to compare with where there is no reference, and never pays where that is faster', async () => {
    const none = await page({ label: 'none' });
    await none.run();
    expect(none.facts()).toMatchObject({ reference: null, paysAfter: null });
    expect(none.xs).toHaveLength(1);
    const fast = await page({ reference: 1 });
    await fast.run();
    expect(fast.facts()?.paysAfter).toBe(Infinity);
  });

  it('is of the study on screen: another budget is another ledger', async () => {
    const { run, facts, store } = await page();
    await run();
    const { study } = store.getState();
    patch(store, 'study', { training: { ...study.training, epochs: study.training.epochs + 1 } });
    expect(facts()).toBeNull();
    patch(store, 'study', { training: study.training });
    expect(facts()).not.toBeNull();
  });
});
