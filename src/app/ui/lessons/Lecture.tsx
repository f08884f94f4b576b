/**
 * A step for a projector: its question large, the figure beside it as large as the screen allows, letters for hands. Arrow keys
 * and a clicker's Page Up and Page Down lead through it: a step that asks for something shows it first, and goes on after that.
 * It stands beside the page's own element, which is inert meanwhile: no key and no screen reader reaches what it covers.
 */
import { useCallback, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Covered } from '../../../lessons/guess.ts';
import { type PanelName, parseAnchor } from '../../browser/anchor.ts';
import { openSecondWindow } from '../../browser/secondWindow.ts';
import { patch } from '../../store/appStore.ts';
import { withMessage } from '../../store/viewSlice.ts';
import { Messages } from '../shell/Messages.tsx';
import { useReport } from '../check/useReport.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { LateWorkbench } from '../own/LateWorkbench.tsx';
import { PanelView } from '../panels/PanelView.tsx';
import { panels } from '../panels/allPanels.ts';
import type { Panel } from '../panels/panel.ts';
import css from './Lecture.module.css';
import { LectureCode } from './LectureCode.tsx';
import { LectureFoot } from './LectureFoot.tsx';
import { Markup } from './Markup.tsx';
import { type LectureMoves, useLectureKeys } from './lectureKeys.ts';
import { Presenter } from './Presenter.tsx';
import { type ShownLesson, useLesson } from './useLesson.ts';

const BLOCKED = 'The browser has blocked the presenter’s window: allow this page to open windows, and press P again.';

/** What lies over a slide. */
type Cover = 'code' | 'black' | null;

export function Lecture() {
  const shown = useLesson();
  useEffect(() => {
    const page = document.getElementById('root');
    if (page === null) return undefined;
    page.inert = true;
    return () => {
      page.inert = false;
    };
  }, []);
  return shown === null ? null : createPortal(<Slide {...shown} />, document.body);
}

function Slide({ lesson, step, open }: ShownLesson) {
  const parts = useParts();
  const { lessons } = parts.session;
  const [cover, setCover] = useState<Cover>(null);
  const tab = useApp((state) => state.view.inferTab);
  const { report } = useReport();
  const waits = useApp(() => lessons.waitsFor());
  const panel = panels.find(({ id }) => id === panelOf(step.anchor, tab, open.covered, report !== null));
  const [presenter, setPresenter] = useState<Window | null>(null);
  const closed = useCallback(() => setPresenter(null), []);
  useEffect(() => (presenter === null ? undefined : () => presenter.close()), [presenter]);
  const openNotes = () => {
    if (presenter !== null) {
      presenter.focus();
      return;
    }
    const opened = openSecondWindow(`${lesson.title}: presenter’s notes`);
    if (opened === null) patch(parts.store, 'view', withMessage(parts.store.getState().view, 'problem', BLOCKED));
    else setPresenter(opened);
  };
  const toggle = (what: Cover) => setCover(cover === what ? null : what);
  const moves: LectureMoves = {
    on: () => {
      if (cover !== null) setCover(null);
      else if (open.preparing || open.showing !== null) return;
      else if (waits === null) void lessons.next();
      else void lessons.show(false);
    },
    back: () => {
      if (cover !== null) setCover(null);
      else if (open.step > 0) void lessons.back();
    },
    code: () => toggle('code'),
    black: () => toggle('black'),
    notes: openNotes,
    end: () => (cover === null ? lessons.setLecture(false) : setCover(null)),
  };
  useLectureKeys(moves, parts);
  return (
    <section className={css.slide} aria-label="Lecture" data-preparing={open.preparing}>
      <h1 className={css.heading}>{step.heading}</h1>
      {isEditor(step.anchor) ? (
        <div className={css.editor}>
          <LateWorkbench onUsed={() => undefined} />
        </div>
      ) : (
        <div className={css.figure}>{panel === undefined ? null : <PanelView panel={panel} />}</div>
      )}
      <div className={css.side}>
        <Side lesson={lesson} step={step} open={open} />
      </div>
      <div className={css.behind} inert aria-hidden>
        {pressedPanels(step, panel).map((pressed) => (
          <PanelView key={pressed.id} panel={pressed} />
        ))}
      </div>
      <LectureFoot lesson={lesson} step={step} open={open} moves={moves} waits={waits} />
      {presenter === null ? null : (
        <Presenter
          target={presenter}
          lesson={lesson}
          step={step}
          open={open}
          moves={moves}
          waits={waits}
          onClose={closed}
        />
      )}
      <div className={css.messages}>
        <Messages />
      </div>
      {cover === 'code' ? <LectureCode open={open} onClose={() => setCover(null)} /> : null}
      {cover === 'black' ? (
        <button
          type="button"
          className={css.black}
          onClick={() => setCover(null)}
          aria-label="Black screen: press to go on"
        />
      ) : null}
    </section>
  );
}

function isEditor(anchor: ShownLesson['step']['anchor']): boolean {
  return anchor !== undefined && parseAnchor(anchor)?.kind === 'editor';
}

/** Options with their letters, or the text; once the answer is known, the right option and what is said of it. */
function Side({ step, open }: ShownLesson) {
  const options = optionsOf(step);
  const { outcome } = open;
  // Not where the page could not compute it.
  const known = options !== null && Number.isInteger(outcome?.answer);
  return (
    <>
      {options === null && outcome === null ? <Markup text={step.text} /> : null}
      {options === null ? null : (
        <ol className={css.options}>
          {options.map((text, i) =>
            known && outcome?.answer !== i ? null : (
              <li key={text} data-right={known}>
                <b>{String.fromCodePoint(65 + i)}</b>
                {text}
              </li>
            ),
          )}
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

/** The panels whose buttons and sliders the demonstration of a step presses, beside the one that is shown. */
function pressedPanels(step: ShownLesson['step'], shown: Panel | undefined): readonly Panel[] {
  const moves = [...(step.show ?? []), ...(step.kind === 'predict' ? (step.reveal ?? []) : [])];
  const names = moves.flatMap((move) => {
    const place = move.do === 'press' || move.do === 'slide' ? parseAnchor(move.anchor) : null;
    return place?.kind === 'panel' ? [place.name] : [];
  });
  return panels.filter((panel) => panel.id !== shown?.id && names.includes(panel.id));
}

/** Where the figure is of a panel that has none for a hall. */
const FIGURES: Partial<Record<PanelName, PanelName>> = {
  sandbox: 'calibration',
  correction: 'calibration',
  'final-check': 'calibration',
  'coverage-at-truth': 'coverage',
  'observation-checks': 'observation',
};

/** Drawn once the calibration check is there. */
const REPORTED: readonly PanelName[] = ['calibration', 'coverage'];

/**
 * The panel with the figure that is spoken of; of a control, the posterior that it changes. A figure of a check shows its
 * verdict: while those are covered, or the check was not made, the posterior stands in its place, or the data where that is covered.
 */
function panelOf(
  anchor: ShownLesson['step']['anchor'],
  tab: string,
  covered: readonly Covered[],
  checked: boolean,
): PanelName {
  const named = namedPanel(anchor, tab);
  const found = panels.find(({ id }) => id === (FIGURES[named] ?? named));
  const without = covered.includes('verdicts') || (REPORTED.includes(found?.id ?? 'posterior') && !checked);
  if (found?.column !== 'check' || !without) return found?.id ?? 'posterior';
  return covered.includes('posterior') ? 'observation' : 'posterior';
}

function namedPanel(anchor: ShownLesson['step']['anchor'], tab: string): PanelName {
  const place = anchor === undefined ? null : parseAnchor(anchor);
  const named =
    place?.kind === 'panel' || place?.kind === 'figure' ? (place.name === 'loss' ? 'learning' : place.name) : null;
  const found = panels.find(({ id }) => id === named);
  if (found !== undefined && found.column !== 'assume') return found.id;
  return panels.find((panel) => panel.tab?.value === tab)?.id ?? 'posterior';
}
