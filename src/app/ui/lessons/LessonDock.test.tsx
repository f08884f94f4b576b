// @vitest-environment happy-dom
/** The lesson beside the page, over the real player: what each kind of step asks for, what is said of it, and the way on and out. */
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Action } from '../../actions/action.ts';
import { actions } from '../../actions/registry.ts';
import type { Lesson } from '../../../lessons/lesson.ts';
import type { FigureLayout } from '../../plots/types.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { EllipseGuess } from './EllipseGuess.tsx';
import { handsOf } from './handsOf.ts';
import { LessonDock } from './LessonDock.tsx';

const { lesson } = vi.hoisted(() => {
  const a: Lesson = {
    id: 'a-lesson',
    number: 3,
    title: 'A lesson',
    goal: 'Say it.',
    minutes: 8,
    prerequisites: [],
    question: 'What stays?',
    note: 'A note.',
    steps: [
      { id: 'read', kind: 'read', heading: 'To be read', text: 'Read *this*.', start: { link: 'system=galaxy-bias' } },
      {
        id: 'choice',
        kind: 'predict',
        heading: 'Which?',
        text: 'Guess.',
        guess: { kind: 'choice', options: ['Narrower', 'The same', 'Wider'], right: () => 2 },
        // The page answers once the test has moved it.
        ready: ({ study }) => study.seed === 99,
        said: () => 'It is wider.',
      },
      {
        id: 'number',
        kind: 'predict',
        heading: 'How much?',
        text: 'Guess.',
        guess: { kind: 'number', label: 'Widths', unit: 'sd', low: 0, high: 10, start: 5, right: () => 7, close: 0.1 },
        ready: () => true,
        said: (_facts, guess) => `You said ${guess.kind === 'number' ? guess.value : 'nothing'}.`,
      },
      {
        id: 'ellipse',
        kind: 'predict',
        heading: 'Draw it',
        text: 'Guess.',
        guess: { kind: 'ellipse', start: { x: 2, y: 1, width: 0.2, height: 0.1, turn: 0 } },
        ready: () => true,
        said: () => 'It is drawn.',
      },
      {
        id: 'ask',
        kind: 'ask',
        heading: 'Why?',
        text: 'Say.',
        answer: {
          kind: 'choice',
          options: [
            { text: 'By chance', why: 'Chance is the same for all.' },
            { text: 'By the prior', right: true, why: 'The prior was moved.' },
          ],
        },
      },
      {
        id: 'count',
        kind: 'ask',
        heading: 'How many?',
        text: 'Count.',
        answer: {
          kind: 'number',
          label: 'How many',
          right: () => 40,
          tolerance: 0.05,
          mistakes: [{ when: (given) => given === 4, why: 'Ten times too few.' }],
          otherwise: 'Count again.',
          why: 'Forty it is.',
        },
      },
      {
        id: 'do',
        kind: 'do',
        heading: 'Your seed',
        text: 'Take another seed.',
        done: (now, began) => now.study.seed !== began.study.seed,
        said: 'Another seed, other noise.',
        show: [{ do: 'perform', action: 'reseed' }],
      },
    ],
  };
  return { lesson: a };
});
vi.mock('../../../lessons/registry.ts', () => ({
  lessons: [lesson],
  lessonById: (id: string) => (id === lesson.id ? lesson : undefined),
}));

// What one test has kept of the lesson is not the next one's.
beforeEach(() => localStorage.clear());

const layout = {
  width: 400,
  height: 300,
  margin: { l: 0, r: 0, t: 0, b: 0 },
  xaxis: { range: [0, 4] },
  yaxis: { range: [0, 3] },
} as unknown as FigureLayout;

function actionOf(id: string): Required<Action> {
  return actions.find((known) => known.id === id) as Required<Action>;
}

/** The page with the lesson open at a step. */
async function renderStep(step: string) {
  const page = await renderInApp(
    <>
      <LessonDock />
      <EllipseGuess layout={layout} />
    </>,
  );
  const { session, store, of, change } = page;
  session.lessons.takeHands(handsOf(page));
  const settle = () =>
    act(async () => {
      await vi.advanceTimersByTimeAsync(0);
      await vi.dynamicImportSettled();
      await vi.advanceTimersByTimeAsync(100);
    });
  await change(() => void session.lessons.open({ lesson: lesson.id, step, seed: 0, lecture: false }));
  await change(() => of('run.snapshot').at(-1)?.resolve(null));
  await settle();
  expect(store.getState().lesson.open).toMatchObject({ id: lesson.id, preparing: false });
  const open = () => store.getState().lesson.open;
  const said = () =>
    screen
      .getAllByRole('status')
      .map((output) => output.textContent)
      .join('');
  return { ...page, open, settle, said };
}

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const isHeld = (name: string) => button(name).getAttribute('aria-disabled') === 'true';
const heading = () => within(screen.getByRole('complementary', { name: 'Lesson' })).getByRole('heading', { level: 3 });

describe('a step to be read', () => {
  it('says where one is, lets one go on, and not back from the first', async () => {
    const { user, open } = await renderStep('read');
    expect(heading().textContent).toBe('To be read');
    expect(document.activeElement).toBe(heading());
    expect(screen.getByText(/Step 1 of 7/).textContent).toBe('Step 1 of 7 · about 8 minutes left');
    expect(isHeld('Back')).toBe(true);
    await user.click(button('Back'));
    expect(open()?.step).toBe(0);
    expect(screen.queryByRole('button', { name: 'Show me' })).toBeNull();
    expect(isHeld('Next')).toBe(false);
    await user.click(button('Next'));
    expect(open()?.step).toBe(1);
    expect(heading().textContent).toBe('Which?');
    expect(document.activeElement).toBe(heading());
  });
});

describe('a guess', () => {
  it('of one of several is asked for, then compared once the page has answered, and Next waits for that', async () => {
    const { user, change, open, said, session, settle } = await renderStep('choice');
    expect(isHeld('Next')).toBe(true);
    expect(screen.getByText('Guess to go on')).not.toBeNull();
    expect(isHeld('Reveal the answer')).toBe(true);
    await user.click(button('Reveal the answer'));
    await user.click(button('Next'));
    expect(open()).toMatchObject({ step: 1, revealing: false, outcome: null });

    await user.click(screen.getByRole('radio', { name: /Narrower/ }));
    expect(screen.getByText('Reveal to go on')).not.toBeNull();
    await user.click(button('Reveal the answer'));
    expect(button(/computing/).getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /Wider/ }).disabled).toBe(true);
    expect(said()).toBe('');
    expect(isHeld('Next')).toBe(true);

    await change(() => session.studyEditing.setSeed(99));
    await settle();
    expect(said()).toContain('It is wider.');
    expect(screen.getByLabelText('Not so.')).not.toBeNull();
    const option = (name: RegExp) => screen.getByRole('radio', { name }).closest('label')?.dataset;
    expect(option(/Narrower/)).toMatchObject({ outcome: 'false' });
    expect(option(/Wider/)).toMatchObject({ answer: 'true' });
    expect(screen.queryByRole('button', { name: 'Reveal the answer' })).toBeNull();
    expect(isHeld('Next')).toBe(false);
  });

  it('of a number is that of the slider, and right within what counts as close', async () => {
    const { user, settle, said } = await renderStep('number');
    const slider = screen.getByRole<HTMLInputElement>('slider', { name: 'Widths' });
    expect(slider.getAttribute('aria-valuetext')).toContain('5');
    expect(isHeld('Reveal the answer')).toBe(true);
    fireEvent.change(slider, { target: { value: 260 } });
    expect(screen.getByText('6.5 sd')).not.toBeNull();
    await user.click(button('Reveal the answer'));
    await settle();
    expect(said()).toContain('You said 6.5.');
    expect(screen.getByLabelText('Right.')).not.toBeNull();
    expect(screen.getByText('The page says').parentElement?.textContent).toContain('7 sd');
  });

  it('of a number that is too far off is not right', async () => {
    const { user, settle } = await renderStep('number');
    fireEvent.change(screen.getByRole('slider', { name: 'Widths' }), { target: { value: 240 } });
    await user.click(button('Reveal the answer'));
    await settle();
    expect(screen.getByLabelText('Not so.')).not.toBeNull();
  });

  it('of an ellipse is drawn on the figure by keys too, and its handles are gone once it is revealed', async () => {
    const { user, settle, open } = await renderStep('ellipse');
    const centre = screen.getByRole('slider', { name: 'Your guess: centre' });
    expect(screen.getAllByRole('slider')).toHaveLength(3);
    expect(isHeld('Reveal the answer')).toBe(true);
    act(() => centre.focus());
    await user.keyboard('{ArrowRight}');
    await settle();
    const { given } = open() ?? {};
    if (given?.kind !== 'ellipse') throw new Error('No ellipse was guessed.');
    expect(given.ellipse.x).toBeGreaterThan(2);
    expect(given.ellipse).toMatchObject({ y: 1, width: 0.2, height: 0.1, turn: 0 });
    await user.click(button('Reveal the answer'));
    await settle();
    expect(screen.queryAllByRole('slider')).toHaveLength(0);
    expect(document.querySelectorAll('svg ellipse')).toHaveLength(1);
  });

  it('of an ellipse is not asked for in other steps', async () => {
    await renderStep('choice');
    expect(document.querySelectorAll('svg ellipse')).toHaveLength(0);
    expect(screen.queryAllByRole('slider')).toHaveLength(0);
  });
});

describe('a question', () => {
  it('tells what is wrong with a wrong answer and holds Next; the right one lets one go on', async () => {
    const { user, said, open } = await renderStep('ask');
    expect(screen.getByText('Answer to go on')).not.toBeNull();
    expect(isHeld('Answer')).toBe(true);
    // The arrow keys pass over options, which answers none of them.
    await user.click(screen.getByRole('radio', { name: /By the prior/ }));
    await user.click(screen.getByRole('radio', { name: /By chance/ }));
    expect(said()).toBe('');
    await user.click(button('Answer'));
    expect(said()).toContain('Chance is the same for all.');
    expect(said()).not.toContain('The prior was moved.');
    expect(screen.getByLabelText('Not so.')).not.toBeNull();
    expect(isHeld('Next')).toBe(true);
    await user.click(button('Next'));
    expect(open()?.step).toBe(4);
    await user.click(screen.getByRole('radio', { name: /By the prior/ }));
    await user.click(button('Answer'));
    expect(said()).toContain('The prior was moved.');
    expect(said()).not.toContain('Chance is the same for all.');
    expect(screen.getByLabelText('Right.')).not.toBeNull();
    expect(isHeld('Next')).toBe(false);
  });

  it('for a number names a mistake that is known', async () => {
    const { user, said } = await renderStep('count');
    const box = screen.getByRole('textbox', { name: 'How many' });
    const give = async (text: string) => {
      await user.clear(box);
      await user.type(box, text);
      await user.tab();
      await user.click(button('Answer'));
    };
    expect(isHeld('Answer')).toBe(true);
    await give('4');
    expect(said()).toContain('Ten times too few.');
    await give('7');
    expect(said()).toContain('Count again.');
    expect(isHeld('Next')).toBe(true);
    await give('41');
    expect(said()).toContain('Forty it is.');
    expect(isHeld('Next')).toBe(false);
  });
});

describe('something to be done', () => {
  it('is fulfilled by what happens on the page; the last step then says what stays', async () => {
    const { change, session, said } = await renderStep('do');
    expect(isHeld('Finish')).toBe(true);
    expect(screen.queryByText('What stays?')).toBeNull();
    await change(() => session.studyEditing.setSeed(1234));
    expect(said()).toContain('Another seed, other noise.');
    expect(screen.getByText('What stays?')).not.toBeNull();
    expect(isHeld('Finish')).toBe(false);
  });

  it('is shown by "Show me", and undone by "Reset this step"', async () => {
    const { user, settle, store, said } = await renderStep('do');
    const { seed } = store.getState().study;
    await user.click(button('Show me'));
    await settle();
    await waitFor(() => expect(store.getState().study.seed).not.toBe(seed));
    expect(said()).toContain('Another seed, other noise.');
    await user.click(button('Reset this step'));
    await settle();
    expect(store.getState().study.seed).toBe(seed);
  });
});

describe('a demonstration’s hands', () => {
  it('press no button whose work is under way', async () => {
    const page = await renderStep('do');
    const { store, session } = page;
    const train = vi.spyOn(session.training, 'train').mockResolvedValue();
    const pause = vi.spyOn(session.training, 'pause');
    vi.spyOn(actionOf('train'), 'underWay').mockReturnValue(true);
    handsOf(page).perform('train');
    expect(train).not.toHaveBeenCalled();
    expect(pause).not.toHaveBeenCalled();
    expect(store.getState().view.messages).toEqual([]);
    vi.restoreAllMocks();
  });
});

describe('leaving', () => {
  it('closes the lesson, brings the own study back, and keeps how far one was', async () => {
    const { user, settle, store, open, change, session } = await renderStep('choice');
    const { seed } = store.getState().study;
    await change(() => session.studyEditing.setSeed(99));
    await user.click(button('Leave'));
    await settle();
    expect(open()).toBeNull();
    expect(store.getState().study.seed).toBe(seed);
    expect(store.getState().lesson.progress[lesson.id]).toMatchObject({ reached: 1, finished: false });
  });
});
