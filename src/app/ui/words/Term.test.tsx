// @vitest-environment happy-dom
/** A term opens its definition by pointer, keyboard and touch, and closes it by Escape. */
import { act, fireEvent, screen } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';
import { markTerms } from '../../words/marking.ts';
import { terms } from '../../words/terms.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { Marked } from './Marked.tsx';
import { Term } from './Term.tsx';

const TEXT = terms.rank.text;
const button = (name = 'rank') => screen.getByRole('button', { name });
const definition = () => screen.queryByText(TEXT);

/** The definitions are a part of their own, which loads in real time; timers pass beside it. */
async function settle(milliseconds = 300) {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(milliseconds);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(50);
  });
}

// Its first load takes longer than timers that are not real.
beforeAll(() => import('./TermPopover.tsx'));

async function renderTerm() {
  const page = await renderInApp(
    <p>
      The <Term name="rank">rank</Term> of the truth, and the <Term name="prior">prior</Term>.
    </p>,
  );
  return page;
}

it('is a button within the sentence', async () => {
  const { view } = await renderTerm();
  expect(view.container.textContent).toBe('The rank of the truth, and the prior.');
  expect(button().getAttribute('aria-expanded')).toBe('false');
  expect(definition()).toBeNull();
});

it('opens while the pointer rests on it, and closes some time after it has left', async () => {
  await renderTerm();
  fireEvent.pointerEnter(button(), { pointerType: 'mouse' });
  await settle();
  expect(definition()).not.toBeNull();
  expect(button().getAttribute('aria-describedby')).toBe(definition()?.id);
  fireEvent.pointerLeave(button(), { pointerType: 'mouse' });
  // On its way into the definition.
  fireEvent.pointerEnter(screen.getByRole('dialog'), { pointerType: 'mouse' });
  await settle();
  expect(definition()).not.toBeNull();
  fireEvent.pointerLeave(screen.getByRole('dialog'), { pointerType: 'mouse' });
  await settle();
  expect(definition()).toBeNull();
});

it('does not open for a pointer that passes, nor by the hover that a touch pretends', async () => {
  await renderTerm();
  fireEvent.pointerEnter(button(), { pointerType: 'mouse' });
  await settle(60);
  fireEvent.pointerLeave(button(), { pointerType: 'mouse' });
  fireEvent.pointerEnter(button(), { pointerType: 'touch' });
  await settle(1000);
  expect(definition()).toBeNull();
});

it('opens by keyboard focus without taking it, is kept by Enter, and Escape closes it and gives the focus back', async () => {
  const { user } = await renderTerm();
  await user.tab();
  await settle();
  expect(definition()).not.toBeNull();
  expect(document.activeElement).toBe(button());
  await user.keyboard('{Enter}');
  await settle();
  expect(screen.getByRole('dialog').contains(document.activeElement)).toBe(true);
  await user.keyboard('{Escape}');
  await settle();
  expect(definition()).toBeNull();
  expect(document.activeElement).toBe(button());
});

it('closes by Escape as a preview too', async () => {
  const { user } = await renderTerm();
  await user.tab();
  await settle();
  await user.keyboard('{Escape}');
  await settle();
  expect(definition()).toBeNull();
});

it('opens by a press and closes by another; one definition is open at a time', async () => {
  const { user } = await renderTerm();
  await user.click(button());
  await settle();
  expect(definition()).not.toBeNull();
  await user.click(button('prior'));
  await settle();
  expect(definition()).toBeNull();
  expect(screen.queryByText(terms.prior.text)).not.toBeNull();
  await user.click(button('prior'));
  await settle();
  expect(screen.queryByText(terms.prior.text)).toBeNull();
});

it('leads from one definition to another', async () => {
  const { user } = await renderTerm();
  await user.click(button());
  await settle();
  await user.click(screen.getByRole('button', { name: terms.ecdf.title }));
  await settle();
  expect(screen.queryByText(terms.ecdf.text)).not.toBeNull();
  expect(screen.getByRole('link', { name: 'All terms' }).getAttribute('href')).toContain('#term-ecdf');
});

it.each([
  'No overfitting: the losses differ by 0.01 nats.',
  '(nats), nats: prior and posterior',
  'prior/posterior',
  'a (SBC/ECDF) b',
  'no term',
])('is found in "%s", which stays as it is', async (text) => {
  const { view } = await renderInApp(<Marked text={text} />);
  expect(view.container.textContent).toBe(text);
  const marked = markTerms(text).flatMap((piece) => (piece.term === null ? [] : [piece.text]));
  expect(screen.queryAllByRole('button').map((term) => term.textContent)).toEqual(marked);
});
