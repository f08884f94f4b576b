import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { scriptSystem } from '../../inference/simulators/own/scriptSystem.ts';
import { defaultProblem } from '../../inference/simulators/problem.ts';
import { WorkerClient, WorthAgain } from '../rpc/client.ts';
import type { LaneCommands } from './laneMessages.ts';
import { LanePort, SlowSimulations } from './lanePort.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const declaration = {
  name: 'Coin',
  parameters: [{ key: 'p', prior: { family: 'uniform' as const, low: 0, high: 1 } }],
  data: { kind: 'vector' as const, names: ['heads'] },
};
const source = { kind: 'script', language: 'javascript', text: 'x', declaration } as const;
const problem = defaultProblem(scriptSystem(source));
const asked = { problem, system: source, seed: 1, stream: 0, from: 0, count: 2, at: null };

/** A lane whose channel ends in the test. */
function lane(slow = new SlowSimulations()) {
  const sent: { kind: string; id: number }[] = [];
  const port = {
    onmessage: null as ((event: { data: unknown }) => void) | null,
    onmessageerror: null,
    postMessage: (message: { kind: string; id: number }) => void sent.push(message),
    close: vi.fn(),
  };
  const end = vi.fn();
  const made = new LanePort({ port: port as unknown as MessagePort, slow, end, lost: vi.fn() });
  const say = (data: unknown) => port.onmessage?.({ data });
  const client = new WorkerClient<LaneCommands>(() => made, { name: 'simulator' });
  made.hear({ kind: 'started', lane: 1 });
  say({ kind: 'pong', id: 0 });
  const answer = client.call('simulate', asked);
  answer.catch(() => {});
  const id = sent.findLast(({ kind }) => kind === 'call')?.id ?? -1;
  return { made, say, end, sent, answer, id, slow };
}

const good = () => ({ from: 0, count: 2, theta: Float64Array.of(0.1, 0.2), s: Float64Array.of(0, 1) });

describe('a lane', () => {
  it('hands an answer on that is of the shape that was asked for', async () => {
    const { say, id, answer } = lane();
    say({ kind: 'result', id, result: good() });
    await expect(answer).resolves.toEqual(good());
  });

  it.each([
    ['fewer rows', { ...good(), theta: Float64Array.of(0.1) }],
    ['numbers that are none', { ...good(), s: Float64Array.of(Number.NaN, 1) }],
    ['a plain list', { ...good(), s: [0, 1] }],
    ['a view into more', { ...good(), s: new Float64Array(9).subarray(0, 2) }],
    ['another range', { ...good(), from: 5 }],
    ['a member that nobody asked for', { ...good(), html: '<b>' }],
    ['nothing', null],
  ])('is ended when it answers with %s', async (_, result) => {
    const { say, id, answer, end } = lane();
    say({ kind: 'result', id, result });
    await expect(answer).rejects.toThrow('The simulator stopped: it sent what no simulator may send.');
    expect(end).toHaveBeenCalledOnce();
  });

  it.each([null, 'text', { kind: 'event', event: {} }, { kind: 'at', theta: ['x'] }, { kind: 'other' }])(
    'is ended when it says %j',
    async (message) => {
      const { say, answer } = lane();
      say(message);
      await expect(answer).rejects.toThrow('it sent what no simulator may send');
    },
  );

  it('is ended when a simulation does not end; the next one finds its theta, the third leaves it out', async () => {
    const first = lane();
    vi.advanceTimersByTime(2000);
    await expect(first.answer).rejects.toMatchObject({ cause: expect.any(WorthAgain) });
    expect(first.slow.careful).toBe(true);

    const second = lane(first.slow);
    expect(second.sent[0]).toEqual({ kind: 'watch', watch: { slow: [], careful: true } });
    second.say({ kind: 'at', theta: [0.98] });
    vi.advanceTimersByTime(2000);
    await expect(second.answer).rejects.toThrow('took longer than 1 s and was stopped, at p = 0.98');

    const third = lane(first.slow);
    expect(third.sent[0]).toEqual({ kind: 'watch', watch: { slow: [[0.98]], careful: true } });
    third.say({ kind: 'result', id: third.id, result: { ...good(), failed: 1 } });
    await expect(third.answer).resolves.toMatchObject({ failed: 1 });
    // What follows is done at the usual pace.
    expect(first.slow.careful).toBe(false);
  });

  it('lives as long as there are signs of it', () => {
    const { say, end } = lane();
    for (let i = 0; i < 20; i++) {
      vi.advanceTimersByTime(750);
      say({ kind: 'at', theta: null });
    }
    expect(end).not.toHaveBeenCalled();
  });

  it('gives a simulator up of which too many simulations do not end', async () => {
    const slow = new SlowSimulations();
    slow.careful = true;
    slow.thetas.push(...Array.from({ length: 19 }, (_, i) => [i / 20]));
    const { say, answer } = lane(slow);
    say({ kind: 'at', theta: [0.99] });
    vi.advanceTimersByTime(2000);
    await expect(answer).rejects.toMatchObject({
      message: expect.stringContaining('20 simulations took longer than 1 s each, the last one, at p = 0.99'),
      cause: null,
    });
  });
});
