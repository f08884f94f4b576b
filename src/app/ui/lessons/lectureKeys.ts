/** The keys of a lecture, which are those of clickers too: Page Up and Page Down, and the full stop for a black screen. */
import { useEffect, useEffectEvent } from 'react';
import { enlargeType } from '../../actions/page.ts';
import { performOrExplain } from '../../actions/perform.ts';
import type { AppParts } from '../../session/appParts.ts';
import { chooseLook, lookOf } from '../../store/look.ts';

export interface LectureMoves {
  readonly on: () => void;
  readonly back: () => void;
  readonly code: () => void;
  readonly black: () => void;
  /** The presenter's window. */
  readonly notes: () => void;
  readonly end: () => void;
}

/** Whether the page is dark now, whatever the choice of the theme says. */
export function isDark(): boolean {
  return document.documentElement.dataset.theme === 'dark';
}

export function switchLight({ store }: AppParts): void {
  chooseLook(store, { theme: isDark() ? 'light' : 'dark' });
}

/** @param target the window in which they are pressed */
export function useLectureKeys(moves: LectureMoves, parts: AppParts, target: Window = window): void {
  const key = useEffectEvent((event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    // Elements of a second window are of its own classes.
    const at = event.target as Partial<Element> | null;
    if (at?.closest?.('input, select, [role="slider"], [role="dialog"]')) {
      return;
    }
    const { large } = lookOf(parts.store.getState());
    const resize = (wanted: boolean) => large !== wanted && performOrExplain(enlargeType, parts);
    const known: Readonly<Record<string, () => void>> = {
      ArrowRight: moves.on,
      PageDown: moves.on,
      ArrowLeft: moves.back,
      PageUp: moves.back,
      Escape: moves.end,
      q: moves.code,
      b: moves.black,
      p: moves.notes,
      '.': moves.black,
      '+': () => resize(true),
      '=': () => resize(true),
      '-': () => resize(false),
      d: () => switchLight(parts),
    };
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const move = Object.hasOwn(known, name) ? known[name] : undefined;
    if (move === undefined) return;
    event.preventDefault();
    move();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => key(event);
    target.addEventListener('keydown', listen);
    return () => target.removeEventListener('keydown', listen);
  }, [target]);
}
