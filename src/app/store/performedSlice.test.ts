import { expect, test } from 'vitest';
import { LONGEST_LOG, performedSlice, withPerformed } from './performedSlice.ts';

test('actions are numbered in the order in which they were performed', () => {
  const { log } = ['train', 'train', 'pin'].reduce(withPerformed, performedSlice);
  expect(log).toEqual([
    { id: 'train', order: 1 },
    { id: 'train', order: 2 },
    { id: 'pin', order: 3 },
  ]);
});

test('the oldest are forgotten, and the numbers go on', () => {
  let slice = performedSlice;
  for (let i = 0; i < LONGEST_LOG + 3; i++) slice = withPerformed(slice, `action-${i}`);
  expect(slice.log).toHaveLength(LONGEST_LOG);
  expect(slice.log[0]).toEqual({ id: 'action-3', order: 4 });
  expect(slice.log.at(-1)).toEqual({ id: `action-${LONGEST_LOG + 2}`, order: LONGEST_LOG + 3 });
});
