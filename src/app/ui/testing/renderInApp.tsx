/**
 * For tests of components: renders them within the page's context, over a session whose engine the test settles. Importing
 * this file gives every test of the importing file fake timers, and takes its components off the page afterwards.
 */
import { act, cleanup, render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, vi } from 'vitest';
import { trainingSession } from '../../session/testing/scriptedEngine.ts';
import { AppContext } from '../hooks/hooks.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  // Testing Library advances fake timers by itself, but asks Jest's name for them.
  vi.stubGlobal('jest', { advanceTimersByTime: (milliseconds: number) => vi.advanceTimersByTime(milliseconds) });
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A user whose pauses between keys pass by the fake timers. */
export function fakeUser() {
  return userEvent.setup({ advanceTimers: (milliseconds) => vi.advanceTimersByTime(milliseconds) });
}

/**
 * Renders within the page's context.
 * @param opens whether the engine has opened the study; it answers nothing else by itself
 * @returns the session, its stores and engine, a user, and `change`, in which the test moves the stores
 */
export async function renderInApp(content: ReactNode, { opens = true }: { readonly opens?: boolean } = {}) {
  const parts = await trainingSession(undefined, opens);
  const view = render(<AppContext value={parts}>{content}</AppContext>);
  /** Moves the stores or settles a call, then lets what follows from it happen. */
  const change = (move: () => void) =>
    act(async () => {
      move();
      await vi.advanceTimersByTimeAsync(0);
    });
  return { ...parts, view, user: fakeUser(), change };
}
