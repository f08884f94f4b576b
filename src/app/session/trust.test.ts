import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { trainingSession } from './scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const OVERCONFIDENT = { width: 0.5, shift: 0 };
const RESCALING = { kind: 'rescaling', rescaling: { width: 2, shift: 0 } } as const;
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('spoiling and mending from the page', () => {
  it('alters what the engine answers, asks for the posterior again, and shows the check of the altered one', async () => {
    const { session, of, telemetry } = await trainingSession();
    const asked = of('posterior.draw').length;
    session.trust.spoil(OVERCONFIDENT);
    const [alter] = of('posterior.alter');
    expect(alter.params).toEqual({ spoil: OVERCONFIDENT, mend: null });
    of('posterior.draw').at(-1)?.reject(new DOMException('', 'AbortError'));
    await settle();
    expect(of('posterior.draw')).toHaveLength(asked + 1);
    const calibration = { stage: 'live' };
    alter.resolve(calibration);
    await settle();
    expect(telemetry.getState().calibration).toBe(calibration);
  });

  it('takes the mend off, but not the spoiling, when another network comes', async () => {
    const { session, of, store } = await trainingSession();
    session.trust.spoil(OVERCONFIDENT);
    of('posterior.alter')[0].resolve({});
    await settle();
    session.trust.use(RESCALING);
    expect(of('posterior.alter')[1].params).toEqual({ spoil: OVERCONFIDENT, mend: RESCALING });
    of('posterior.alter')[1].resolve({});
    await settle();
    session.trust.opened();
    expect(store.getState().trust.alteration).toEqual({ spoil: OVERCONFIDENT, mend: null });
    expect(of('posterior.alter')[2].params).toEqual({ spoil: OVERCONFIDENT, mend: null });
  });

  it('shows no check of a network that comes with one, as long as the posterior is spoilt', async () => {
    const { session, store } = await trainingSession();
    session.trust.spoil(OVERCONFIDENT);
    store.setState(({ results }) => ({ results: { ...results, finalCheck: { step: 3 } as never } }));
    session.trust.opened();
    expect(store.getState().results.finalCheck).toBeNull();
  });

  it('cancels a trial of mends at once', async () => {
    const { session, of, store } = await trainingSession();
    void session.trust.tryMends();
    expect(of('mend.try')[0].params).toEqual({ problem: store.getState().study.problem });
    of('mend.try')[0].progress({ fraction: 0.4 });
    expect(store.getState().trust.mendProgress).toBe(0.4);
    session.trust.cancelMends();
    expect(of('mend.try')[0].aborted).toBe(true);
    expect(store.getState().trust.mendProgress).toBeNull();
    await settle();
    expect(store.getState().view.messages).toEqual([]);
  });
});
