import { describe, expect, it } from 'vitest';
import { DrawingTurns } from './drawingTurns.ts';

/** Frames come when they are asked for; a figure takes as many milliseconds as it says. */
function controlled() {
  const frames: (() => void)[] = [];
  const drawn: string[] = [];
  let time = 0;
  const turns = new DrawingTurns({
    frame: (start) => frames.push(start),
    painted: (start) => start(),
    now: () => time,
  });
  const figure = (name: string, milliseconds: number) => async () => {
    await Promise.resolve();
    time += milliseconds;
    drawn.push(name);
  };
  const frame = async () => {
    frames.shift()?.();
    // Drawing and painting take promises alone, which are all settled before the next task.
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { turns, drawn, figure, frame, frames };
}

describe('figures take turns', () => {
  it('first come, first served, small ones together in a frame', async () => {
    const { turns, drawn, figure, frame, frames } = controlled();
    for (const name of ['corner', 'loss', 'ranks']) turns.next(figure(name, 1));
    expect(drawn).toEqual([]);
    await frame();
    expect(drawn).toEqual(['corner', 'loss', 'ranks']);
    expect(frames).toHaveLength(0);
  });

  it('and a large one has a frame to itself', async () => {
    const { turns, drawn, figure, frame } = controlled();
    for (const name of ['corner', 'loss', 'ranks']) turns.next(figure(name, 30));
    await frame();
    expect(drawn).toEqual(['corner']);
    await frame();
    await frame();
    expect(drawn).toEqual(['corner', 'loss', 'ranks']);
  });

  it('and the posterior does not wait for those that came before', async () => {
    const { turns, drawn, figure, frame } = controlled();
    turns.next(figure('loss', 30));
    turns.next(figure('corner', 30), true);
    await frame();
    expect(drawn).toEqual(['corner']);
  });

  it('and one that gives its turn up is not drawn', async () => {
    const { turns, drawn, figure, frame } = controlled();
    turns.next(figure('corner', 1));
    const giveUp = turns.next(figure('loss', 1));
    giveUp();
    await frame();
    expect(drawn).toEqual(['corner']);
  });

  it('and their time is told when all have been drawn', async () => {
    const { turns, drawn, figure, frame, frames } = controlled();
    let told = -1;
    for (const name of ['corner', 'loss']) turns.next(figure(name, 30));
    turns.measure((milliseconds) => {
      told = milliseconds;
    });
    await frame();
    expect(told).toBe(-1);
    await frame();
    expect(drawn).toHaveLength(2);
    expect(told).toBe(60);
    expect(frames).toHaveLength(0);
  });

  it('and with nothing to draw it is told after the next frame', async () => {
    const { turns, frame } = controlled();
    let told = -1;
    turns.measure((milliseconds) => {
      told = milliseconds;
    });
    await frame();
    expect(told).toBe(0);
  });
});
