import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { builtIn } from '../../../inference/simulators/registry.ts';
import { referenceDrawn, referenceShown } from '../../readout/figures/frameDraws.ts';
import { referenceText } from '../../readout/text/referenceText.ts';
import { trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page with a tube's gauges, which are read one by one. */
async function gauges() {
  const parts = await trainingSession();
  const { session, store, of } = parts;
  session.studyEditing.selectSystem(builtIn('cylinder'));
  session.studyEditing.setDesignField('readings', 'any');
  await vi.advanceTimersByTimeAsync(1000);
  const asked = () => of('reference.compute').length;
  const last = () => of('reference.compute').at(-1);
  const drawn = () => referenceDrawn(store.getState())?.method ?? null;
  const text = () => referenceText(store.getState());
  return { ...parts, asked, last, drawn, text };
}

const answer = (method: string) => ({ kind: 'reference', method, draws: new Float64Array(8) });

describe('the reference of readings that come by themselves', () => {
  it('follows them one after the other, says how far it is behind, and decides nothing then', async () => {
    const { session, store, asked, last, drawn, text } = await gauges();
    session.readingPlay.setSpeed(10);
    const before = asked();
    session.readingPlay.play();
    await vi.advanceTimersByTimeAsync(350);
    // One is computed; those that came meanwhile do not cancel it.
    expect([asked() - before, last()?.aborted]).toEqual([1, false]);
    last()?.resolve(answer('of the first'));
    await vi.advanceTimersByTimeAsync(0);
    expect(drawn()).toBe('of the first');
    expect(referenceShown(store.getState())).toBeNull();
    expect(text()).toMatch(/^Reference: that of the first (reading|\d readings), \d behind, since/);
    expect(asked() - before).toBe(2);
    await vi.advanceTimersByTimeAsync(2000);
    // They rest: the one that was computed meanwhile is given up for that of all.
    expect(store.getState().observation.stream.playing).toBe(false);
    expect(drawn()).toBeNull();
    await vi.advanceTimersByTimeAsync(1000);
    last()?.resolve(answer('of all'));
    await vi.advanceTimersByTimeAsync(0);
    expect([drawn(), referenceShown(store.getState())?.method]).toEqual(['of all', 'of all']);
  });
});
