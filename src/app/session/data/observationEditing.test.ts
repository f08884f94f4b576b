/** Observations of a simulator of one's own whose summaries have to be asked for: what is on screen meanwhile and afterwards. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordOf } from '../../../inference/observation/record.ts';
import { observationFromRaw, summariesAwaited } from '../../../inference/observation/observation.ts';
import { readDeclaration } from '../../../inference/simulators/own/declaration.ts';
import { defaultStudy } from '../../../inference/study/defaults.ts';
import { sampleFocus } from '../../../inference/study/testing/sampleFocus.ts';
import { focusFound } from '../../readout/concepts/focusQuestion.ts';
import { opened, trainingSession } from '../testing/scriptedEngine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const reading = readDeclaration({
  name: 'Two numbers',
  parameters: [
    { key: 'a', prior: { family: 'uniform', low: 0, high: 1 } },
    { key: 'b', prior: { family: 'uniform', low: 0, high: 1 } },
  ],
  data: { kind: 'vector', names: ['first', 'second'] },
  summaries: ['sum'],
});
if (!reading.ok) throw new Error(reading.problems.join(' '));
const script = { text: 'summaries', declaration: reading.declaration };

const settle = () => vi.advanceTimersByTimeAsync(0);

/** The page with a study of the script, whose observation is [1, 2] with the summary 3. */
async function page() {
  const parts = await trainingSession();
  const { catalogue, session, store, of } = parts;
  const system = catalogue.define({ kind: 'script', language: 'javascript', ...script });
  const source = { kind: 'file', name: 'x.csv' } as const;
  const observed = (...x: number[]) => observationFromRaw(system, {}, Float64Array.from(x), { source });
  const observation = recordOf(observed(1, 2));
  const saved = { document: { study: defaultStudy(system), observation, view: null }, run: null, focus: sampleFocus };
  session.opening.openStudy(saved);
  await settle();
  of('run.open').at(-1)?.resolve(opened);
  await settle();
  const asked = () => of('observation.summaries');
  const answer = async (i: number, s: number, failed = false) => {
    const failures = failed ? [{ row: 0, message: 'summary 1 of 1 is NaN' }] : [];
    asked()[i].resolve({ s: Float64Array.of(s), failures });
    await settle();
  };
  const current = () => Array.from(store.getState().observation.current.x ?? []);
  const messages = () => store.getState().view.messages.map(({ text }) => text);
  return { ...parts, saved, observed, asked, answer, current, messages, editing: session.observationEditing };
}

describe('an observation whose summaries are asked for', () => {
  it('of an opened study is current before they come, and keeps its focused posterior when they do', async () => {
    const { store, asked, answer, current } = await page();
    expect(summariesAwaited(store.getState().observation.current)).toBe(true);
    expect(focusFound(store.getState())).toMatchObject({ focused: sampleFocus.focused });
    expect(asked()).toHaveLength(1);
    await answer(0, 3);
    expect(current()).toEqual([1, 2]);
    expect(Array.from(store.getState().observation.current.s)).toEqual([3]);
    expect(focusFound(store.getState())).toMatchObject({ focused: sampleFocus.focused });
  });

  it('becomes the current one when they come, and only then is told', async () => {
    const { editing, observed, answer, current, store } = await page();
    await answer(0, 3);
    const shown = vi.fn();
    editing.observe(observed(4, 5), shown);
    await settle();
    expect(current()).toEqual([1, 2]);
    expect(shown).not.toHaveBeenCalled();
    await answer(1, 9);
    expect(current()).toEqual([4, 5]);
    expect(shown).toHaveBeenCalledOnce();
    expect(focusFound(store.getState())).toBeNull();
  });

  it('is told to be none where they fail', async () => {
    const { editing, observed, answer, current, messages } = await page();
    await answer(0, 3);
    const shown = vi.fn();
    editing.observe(observed(4, 5), shown);
    await settle();
    await answer(1, Number.NaN, true);
    expect(current()).toEqual([1, 2]);
    expect(shown).not.toHaveBeenCalled();
    expect(messages().join(' ')).toContain('These data cannot be summarised');
  });

  it('follows a hand: of those that come while one is asked for, the last is asked for next', async () => {
    const { editing, observed, asked, answer, current } = await page();
    await answer(0, 3);
    for (const x of [4, 5, 6]) editing.observe(observed(x, 0));
    await settle();
    await answer(1, 4);
    expect(current()).toEqual([4, 0]);
    await answer(2, 6);
    expect(current()).toEqual([6, 0]);
    expect(asked()).toHaveLength(3);
  });

  it('does not replace data that have come meanwhile: of a study that was opened, or by undo', async () => {
    const { editing, observed, asked, answer, current, session, saved } = await page();
    await answer(0, 3);
    editing.observe(observed(4, 5));
    await settle();
    await answer(1, 9);
    editing.observe(observed(6, 7));
    await settle();
    editing.undo();
    await answer(2, 13);
    expect(current()).toEqual([1, 2]);

    editing.observe(observed(8, 9));
    editing.observe(observed(9, 9));
    await settle();
    session.opening.openStudy(saved);
    await answer(3, 17);
    expect(current()).toEqual([1, 2]);
    for (let i = 4; i < asked().length; i++) await answer(i, 3);
    expect(current()).toEqual([1, 2]);
  });
});
