/** The ring round the place that a step speaks of, with "Your turn" where something is to be done there. It follows the place. */
import { useEffect, useState } from 'react';
import { findAnchor } from '../../browser/showAnchor.ts';
import type { OpenLesson } from '../../store/lessonSlice.ts';
import type { Step } from '../../../lessons/lesson.ts';
import css from './Spotlight.module.css';

/** Looked at so often, ms: what moves it (a fold, a scroll, a new figure) tells nobody. */
const LOOK = 120;
const MARGIN = 5;

interface Box {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

export function Spotlight({ step, open }: { readonly step: Step; readonly open: OpenLesson }) {
  const { anchor, turn } = step;
  const [box, setBox] = useState<Box | null>(null);
  useEffect(() => {
    if (anchor === undefined) return undefined;
    let last = '';
    const look = () => {
      const next = boxOf(findAnchor(anchor));
      const key = JSON.stringify(next);
      if (key !== last) setBox(next);
      last = key;
    };
    look();
    const timer = setInterval(look, LOOK);
    window.addEventListener('scroll', look, { capture: true, passive: true });
    window.addEventListener('resize', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('scroll', look, { capture: true });
      window.removeEventListener('resize', look);
      setBox(null);
    };
  }, [anchor]);
  if (anchor === undefined || box === null || open.lecture) return null;
  const asks = turn !== undefined && !open.fulfilled;
  return (
    <div className={css.ring} style={box} data-done={open.fulfilled} aria-hidden>
      {asks ? <span className={css.label}>Your turn: {turn}</span> : null}
    </div>
  );
}

/** In the window, cut where the place is cut by what scrolls it. */
function boxOf(element: HTMLElement | null): Box | null {
  if (element === null) return null;
  let { top, left, right, bottom } = element.getBoundingClientRect();
  for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(parent);
    if (overflowX === 'visible' && overflowY === 'visible') continue;
    const around = parent.getBoundingClientRect();
    top = Math.max(top, around.top + MARGIN);
    bottom = Math.min(bottom, around.bottom - MARGIN);
    left = Math.max(left, around.left + MARGIN);
    right = Math.min(right, around.right - MARGIN);
  }
  if (right - left < 4 || bottom - top < 4) return null;
  return {
    top: Math.round(top - MARGIN),
    left: Math.round(left - MARGIN),
    width: Math.round(right - left + 2 * MARGIN),
    height: Math.round(bottom - top + 2 * MARGIN),
  };
}
