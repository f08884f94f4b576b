// @vitest-environment happy-dom
/** The box for a number: what it reads, what it refuses, and which of two values wins. */
import { render, screen } from '@testing-library/react';
import { expect, it, test, vi } from 'vitest';
import { fakeUser } from '../testing/renderInApp.tsx';
import { NumberBox } from './NumberBox.tsx';

type Props = Parameters<typeof NumberBox>[0];

const box = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Width' });

function renderBox(change: Partial<Props> = {}) {
  const onChange = vi.fn<Props['onChange']>(() => null);
  const onProblem = vi.fn<Props['onProblem']>();
  const element = (more: Partial<Props> = {}) => (
    <NumberBox
      label="Width"
      value={2}
      onChange={onChange}
      onProblem={onProblem}
      describedBy="why"
      {...change}
      {...more}
    />
  );
  const { rerender } = render(element());
  return { onChange, onProblem, user: fakeUser(), again: (more: Partial<Props>) => rerender(element(more)) };
}

test.each([
  ['0.5', 0.5],
  ['0,5', 0.5],
  ['1e-3', 0.001],
  ['−4', -4],
  [' 7 ', 7],
])('%s is read as %d on Enter', async (text, number) => {
  const { user, onChange, onProblem } = renderBox();
  await user.clear(box());
  await user.type(box(), text);
  expect(onChange).not.toHaveBeenCalled();
  await user.keyboard('{Enter}');
  expect(onChange).toHaveBeenCalledExactlyOnceWith(number);
  expect(onProblem).toHaveBeenLastCalledWith(null);
});

test.each([
  ['abc', /abc.* is not a number/],
  ['1e999', /is not a number/],
])('%s stays in the box, is marked, and is not taken', async (text, why) => {
  const { user, onChange, onProblem } = renderBox();
  await user.clear(box());
  await user.type(box(), `${text}{Enter}`);
  expect(box().value).toBe(text);
  expect(box().getAttribute('aria-invalid')).toBe('true');
  expect(box().getAttribute('aria-describedby')).toBe('why');
  expect(onProblem).toHaveBeenLastCalledWith(expect.stringMatching(why));
  expect(onChange).not.toHaveBeenCalled();
});

it('marks what the caller refuses until it is put right', async () => {
  const { user, onProblem } = renderBox({ onChange: (value) => (value > 5 ? 'At most 5.' : null) });
  await user.clear(box());
  await user.type(box(), '9{Enter}');
  expect(onProblem).toHaveBeenLastCalledWith('At most 5.');
  expect(box().getAttribute('aria-invalid')).toBe('true');
  await user.clear(box());
  await user.type(box(), '4{Enter}');
  expect(onProblem).toHaveBeenLastCalledWith(null);
  expect(box().getAttribute('aria-invalid')).toBeNull();
});

it('goes back to the value on Escape', async () => {
  const { user, onChange, onProblem } = renderBox();
  await user.clear(box());
  await user.type(box(), 'abc{Enter}{Escape}');
  expect(box().value).toBe('2');
  expect(box().getAttribute('aria-invalid')).toBeNull();
  expect(onProblem).toHaveBeenLastCalledWith(null);
  expect(onChange).not.toHaveBeenCalled();
});

it('takes what was typed when it is left, but not what it has not been told', async () => {
  const { user, onChange } = renderBox();
  await user.click(box());
  await user.tab();
  expect(onChange).not.toHaveBeenCalled();
  await user.clear(box());
  await user.type(box(), '3');
  await user.tab();
  expect(onChange).toHaveBeenCalledExactlyOnceWith(3);
});

test.each<[string, Partial<Props>, number]>([
  ['{ArrowUp}', { value: 2 }, 2.1],
  ['{ArrowDown}', { value: 2 }, 1.9],
  ['{Shift>}{ArrowUp}{/Shift}', { value: 2 }, 3],
  ['{ArrowUp}', { value: 0 }, 0.01],
  ['{ArrowDown}', { value: 400 }, 390],
  ['{ArrowUp}', { value: 400, integer: true }, 401],
])('%s of %o gives %d', async (keys, props, number) => {
  const { user, onChange } = renderBox(props);
  await user.click(box());
  await user.keyboard(keys);
  expect(onChange).toHaveBeenCalledExactlyOnceWith(number);
});

it('lets a value from outside win over what was typed', async () => {
  const { user, again, onChange } = renderBox();
  await user.clear(box());
  await user.type(box(), 'abc{Enter}');
  again({ value: 3 });
  expect(box().value).toBe('3');
  expect(box().getAttribute('aria-invalid')).toBeNull();
  await user.tab();
  expect(onChange).not.toHaveBeenCalled();
});

it('refuses a fraction where a whole number is wanted', async () => {
  const { user, onChange, onProblem } = renderBox({ integer: true });
  await user.clear(box());
  await user.type(box(), '2.5{Enter}');
  expect(onProblem).toHaveBeenLastCalledWith(expect.stringContaining('not a whole number'));
  expect(onChange).not.toHaveBeenCalled();
});

it('may be emptied only where the caller says so', async () => {
  const onClear = vi.fn(() => null);
  const { user, again, onProblem } = renderBox();
  await user.clear(box());
  await user.keyboard('{Enter}');
  expect(onProblem).toHaveBeenLastCalledWith(expect.stringContaining('not a number'));
  again({ onClear });
  await user.keyboard('{Enter}');
  expect(onClear).toHaveBeenCalledOnce();
  again({ onClear, value: null });
  expect(box().value).toBe('');
});

it('shows a number of many digits short, and whole and selected while it has the focus', async () => {
  const { user, onChange } = renderBox({ value: Math.exp(-0.125) });
  expect(box().value).toBe('0.8825');
  await user.click(box());
  expect(box().value).toBe('0.882496902585');
  expect(box().selectionEnd).toBe(box().value.length);
  await user.tab();
  expect(box().value).toBe('0.8825');
  // Looking at it changes nothing.
  expect(onChange).not.toHaveBeenCalled();
});
