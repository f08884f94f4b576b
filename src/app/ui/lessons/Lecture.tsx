/**
 * A step for a projector: its question large, the figure beside it as large as the screen allows, letters for hands. Arrow keys
 * and a clicker's Page Up and Page Down lead through it: a step that asks for something shows it first, and goes on after that.
 */
import { ArrowLeft, ArrowRight, Eye, Moon, Sun, X } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { type PanelName, parseAnchor } from '../../browser/anchor.ts';
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { PanelView } from '../panels/PanelView.tsx';
import { panels } from '../panels/registry.ts';
import css from './Lecture.module.css';
import { Markup } from './Markup.tsx';
import { type ShownLesson, useLesson } from './useLesson.ts';

export function Lecture() {
  const shown = useLesson();
  return shown === null ? null : <Slide {...shown} />;
}

function Slide({ lesson, step, open }: ShownLesson) {
  const { session, store } = useParts();
  const { lessons } = session;
  const tab = useApp((state) => state.view.inferTab);
  const dark = useApp(() => document.documentElement.dataset.theme === 'dark');
  const waits = useApp(() => lessons.waitsFor());
  const panel = panels.find(({ id }) => id === panelOf(step.anchor, tab));
  const on = () => {
    if (open.preparing || open.showing !== null) return;
    if (waits === null) void lessons.next();
    else void lessons.show(false);
  };
  const off = () => void (open.step > 0 && lessons.back());
  const key = useEffectEvent((event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target instanceof HTMLElement && event.target.closest('input, select, [role="slider"]') !== null) return;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowRight: on,
      PageDown: on,
      ArrowLeft: off,
      PageUp: off,
      Escape: () => lessons.setLecture(false),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => key(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return (
    <section className={css.slide} aria-label="Lecture">
      <h1 className={css.heading}>{step.heading}</h1>
      <div className={css.figure}>{panel === undefined ? null : <PanelView panel={panel} />}</div>
      <div className={css.side}>
        <Side lesson={lesson} step={step} open={open} />
      </div>
      <footer className={css.foot}>
        <span>
          <b>
            {open.step + 1} / {open.steps}
          </b>{' '}
          {lesson.title}
        </span>
        <span className={css.link}>{linkOf(open.id, open.step)}</span>
        <span className={css.tools}>
          <button type="button" aria-label="Back" onClick={off} aria-disabled={open.step === 0}>
            <ArrowLeft aria-hidden size={26} />
          </button>
          <button type="button" onClick={on} aria-label={waits === null ? 'Next' : 'Reveal'}>
            {waits === null ? <ArrowRight aria-hidden size={26} /> : <Eye aria-hidden size={26} />}
          </button>
          <button
            type="button"
            aria-label={dark ? 'Light theme' : 'Dark theme'}
            onClick={() => patch(store, 'view', { theme: dark ? 'light' : 'dark' })}
          >
            {dark ? <Sun aria-hidden size={26} /> : <Moon aria-hidden size={26} />}
          </button>
          <button type="button" aria-label="End the presentation" onClick={() => lessons.setLecture(false)}>
            <X aria-hidden size={26} />
          </button>
        </span>
      </footer>
    </section>
  );
}

/** Options with their letters; else the text; and what is said once it is known. */
function Side({ step, open }: ShownLesson) {
  const options = optionsOf(step);
  const { outcome } = open;
  return (
    <>
      {options === null ? <Markup text={step.text} /> : null}
      {options === null ? null : (
        <ol className={css.options}>
          {options.map((text, i) => (
            <li key={text} data-right={outcome !== null && outcome.answer === i}>
              <b>{String.fromCodePoint(65 + i)}</b>
              {text}
            </li>
          ))}
        </ol>
      )}
      <output className={css.said}>
        {open.revealing || open.showing !== null ? 'The page is computing …' : null}
        {outcome === null ? null : <Markup text={outcome.text} />}
      </output>
    </>
  );
}

function optionsOf(step: ShownLesson['step']): readonly string[] | null {
  if (step.kind === 'predict' && step.guess.kind === 'choice') return step.guess.options;
  if (step.kind === 'ask' && step.answer.kind === 'choice') return step.answer.options.map(({ text }) => text);
  return null;
}

/** The panel with the figure that is spoken of; of a control, the posterior that it changes. */
function panelOf(anchor: ShownLesson['step']['anchor'], tab: string): PanelName {
  const place = anchor === undefined ? null : parseAnchor(anchor);
  const named =
    place?.kind === 'panel' || place?.kind === 'figure' ? (place.name === 'loss' ? 'learning' : place.name) : null;
  const found = panels.find(({ id }) => id === named);
  if (found !== undefined && found.column !== 'assume') return found.id;
  return panels.find((panel) => panel.tab?.value === tab)?.id ?? 'posterior';
}

/** Short enough to be typed from a screen. */
function linkOf(lesson: string, step: number): string {
  return `${location.host}${location.pathname}#lesson=${lesson}&step=${step + 1}`;
}
