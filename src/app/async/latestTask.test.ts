import { describe, expect, it } from 'vitest';
import { LatestTask, type LatestTaskOptions, type Rest } from './latestTask.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve));

/** Tasks that end when the test says so, or when they are cancelled if `obedient`. */
function manual(options: Partial<LatestTaskOptions>, obedient = true) {
  const started: string[] = [];
  const aborted: string[] = [];
  const endings: { resolve: (rest?: Rest) => void; reject: (error: Error) => void }[] = [];
  const progresses: ((progress: { readonly fraction: number }) => void)[] = [];
  const shown: (number | null)[] = [];
  const errors: unknown[] = [];
  const latest = new LatestTask<string>(
    (request, { signal, onProgress }) =>
      new Promise<Rest | null>((resolve, reject) => {
        started.push(request);
        progresses.push(onProgress);
        endings.push({ resolve: (rest) => resolve(rest ?? null), reject });
        signal.addEventListener('abort', () => {
          aborted.push(request);
          if (obedient) resolve(null);
        });
      }),
    {
      whenNewer: 'wait',
      onError: (error) => errors.push(error),
      show: (fraction) => shown.push(fraction),
      ...options,
    },
  );
  return { latest, started, aborted, endings, progresses, shown, errors };
}

describe('newest wins', () => {
  it('finishes what runs, and then runs only the last of the requests that came meanwhile', async () => {
    const { latest, started, aborted, endings } = manual({ whenNewer: 'wait' });
    for (const request of ['a', 'b', 'c', 'd']) latest.request(request);
    expect(started).toEqual(['a']);
    endings[0].resolve();
    await settle();
    expect(started).toEqual(['a', 'd']);
    expect(aborted).toEqual([]);
  });

  it('cancels what runs where it was told so, and waits for its end', async () => {
    const { latest, started, aborted, endings } = manual({ whenNewer: 'abort' }, false);
    latest.request('a');
    latest.request('b');
    await settle();
    expect(aborted).toEqual(['a']);
    expect(started).toEqual(['a']);
    endings[0].resolve();
    await settle();
    expect(started).toEqual(['a', 'b']);
  });

  it('cancels what runs and starts at once where it was told so, whenever the former ends', async () => {
    const { latest, started, aborted, endings } = manual({ whenNewer: 'replace' }, false);
    latest.request('a');
    latest.request('b');
    expect([started, aborted]).toEqual([['a', 'b'], ['a']]);
    endings[0].resolve();
    await settle();
    latest.request('c');
    expect(aborted).toEqual(['a', 'b']);
  });

  it.each(['wait', 'abort'] as const)('(%s) forgets what waits when cancelled, and takes new requests', async (how) => {
    const { latest, started, aborted } = manual({ whenNewer: how });
    latest.request('a');
    latest.request('b');
    latest.cancel();
    await settle();
    expect([started, aborted]).toEqual([['a'], ['a']]);
    latest.request('c');
    expect(started).toEqual(['a', 'c']);
  });

  it('waits for the end of what was cancelled, which may not heed it', async () => {
    const { latest, started, endings } = manual({ whenNewer: 'wait' }, false);
    latest.request('a');
    latest.cancel();
    latest.request('b');
    expect(started).toEqual(['a']);
    endings[0].resolve();
    await settle();
    expect(started).toEqual(['a', 'b']);
  });

  it('goes on after a task that failed, with the error told', async () => {
    const { latest, started, endings, errors } = manual({});
    latest.request('a');
    latest.request('b');
    endings[0].reject(new Error('no canvas'));
    await settle();
    expect(started).toEqual(['a', 'b']);
    expect(errors).toEqual([new Error('no canvas')]);
  });

  it('tells what is thrown before there is a promise', async () => {
    const errors: unknown[] = [];
    const task = () => {
      throw new Error('no study');
    };
    const latest = new LatestTask<null>(task, { whenNewer: 'wait', onError: (error) => errors.push(error) });
    latest.request(null);
    await settle();
    latest.request(null);
    expect(errors).toHaveLength(2);
  });
});

describe('the progress of a task', () => {
  it('is shown from its start to its end', async () => {
    const { latest, progresses, endings, shown } = manual({});
    latest.request('a');
    progresses[0]({ fraction: 0.5 });
    expect(shown).toEqual([0, 0.5]);
    endings[0].resolve();
    await settle();
    expect(shown).toEqual([0, 0.5, null]);
  });

  it('is gone as soon as one that is replaced is cancelled, and nothing of it is shown later', async () => {
    const { latest, progresses, endings, shown } = manual({ whenNewer: 'replace' }, false);
    latest.request('a');
    latest.cancel();
    expect(shown).toEqual([0, null]);
    latest.cancel();
    latest.request('b');
    expect(shown).toEqual([0, null, 0]);
    progresses[0]({ fraction: 0.9 });
    endings[0].resolve();
    await settle();
    expect(shown).toEqual([0, null, 0]);
    progresses[1]({ fraction: 0.1 });
    expect(shown).toEqual([0, null, 0, 0.1]);
  });
});

/** Tasks whose turns come when the test says so. */
function inTurns(obedient = true) {
  const frames: (() => Promise<void>)[] = [];
  const turnsOver: number[] = [];
  const all = manual(
    {
      inTurn: (start) => {
        frames.push(start);
        return () => frames.splice(frames.indexOf(start), 1);
      },
    },
    obedient,
  );
  const frame = async () => {
    void frames
      .shift()?.()
      .then(() => turnsOver.push(all.started.length));
    await settle();
  };
  return { ...all, frames, frame, turnsOver };
}

/** One whose task 'a' has done its first part, and waits for a turn for its rest. */
async function split(rest: Rest) {
  const all = inTurns();
  all.latest.request('a');
  await all.frame();
  all.endings[0].resolve(rest);
  await settle();
  return all;
}

describe('a task that waits for its turn', () => {
  it('is the newest of the requests at that time', async () => {
    const { latest, started, frame, frames, shown } = inTurns();
    for (const request of ['a', 'b', 'c']) latest.request(request);
    expect(frames).toHaveLength(1);
    expect([started, shown]).toEqual([[], []]);
    await frame();
    expect(started).toEqual(['c']);
  });

  it('holds its turn until it ends, never overlaps another, and those out of date are skipped', async () => {
    const { latest, started, endings, frame, frames, turnsOver } = inTurns();
    latest.request('a');
    await frame();
    latest.request('b');
    latest.request('c');
    expect([frames.length, turnsOver]).toEqual([0, []]);
    endings[0].resolve();
    await settle();
    expect(turnsOver).toHaveLength(1);
    await frame();
    expect(started).toEqual(['a', 'c']);
  });

  it('does its rest in a turn of its own, before newer requests', async () => {
    const { latest, started, frame, frames } = await split(async () => started.push('rest of a'));
    latest.request('b');
    expect(started).toEqual(['a']);
    expect(frames).toHaveLength(1);
    await frame();
    await frame();
    expect(started).toEqual(['a', 'rest of a', 'b']);
  });

  it('goes on after a rest that failed', async () => {
    const { latest, started, errors, frame } = await split(() => Promise.reject(new Error('no canvas')));
    await frame();
    latest.request('b');
    await frame();
    expect(started).toEqual(['a', 'b']);
    expect(errors).toEqual([new Error('no canvas')]);
  });

  it('does no rest once it is cancelled', async () => {
    const { latest, frames } = await split(() => Promise.resolve());
    expect(frames).toHaveLength(1);
    latest.cancel();
    expect(frames).toHaveLength(0);
  });

  it('does no rest where its first part was cancelled', async () => {
    const { latest, endings, frame, frames } = inTurns(false);
    latest.request('a');
    await frame();
    latest.cancel();
    endings[0].resolve(() => Promise.resolve());
    await settle();
    expect(frames).toHaveLength(0);
  });

  it('gives its turn up when it is cancelled, and takes new requests', async () => {
    const { latest, started, frame, frames } = inTurns();
    latest.request('a');
    latest.cancel();
    expect(frames).toHaveLength(0);
    latest.request('b');
    await frame();
    expect(started).toEqual(['b']);
  });

  it('starts nothing that waited once it is cancelled', async () => {
    const { latest, started, endings, frame, frames } = inTurns();
    latest.request('a');
    await frame();
    latest.request('b');
    latest.cancel();
    endings[0].resolve();
    await settle();
    expect(frames).toHaveLength(0);
    expect(started).toEqual(['a']);
  });
});
