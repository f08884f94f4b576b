/**
 * The lesson beside the page: where one is, the step's text, what is asked for, and the way on. Left of the page on a wide
 * screen, a sheet at the bottom of a phone's, which can be folded so that the figure is seen.
 */
import {
  ArrowLeft,
  ArrowRight,
  ChevronDown,
  ChevronUp,
  Lightbulb,
  LogOut,
  Play,
  Presentation,
  RotateCcw,
  Square,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { short } from '../../format/number.ts';
import { Button } from '../controls/Button.tsx';
import { useApp, useSession, useTelemetry } from '../hooks/hooks.ts';
import { Lecture } from './Lecture.tsx';
import { LessonDots } from './LessonDots.tsx';
import css from './LessonDock.module.css';
import { MarkedLine, Markup } from './Markup.tsx';
import { Spotlight } from './Spotlight.tsx';
import { StepTask } from './StepTask.tsx';
import { type ShownLesson, useLesson } from './useLesson.ts';

export function LessonDock() {
  const shown = useLesson();
  const [folded, setFolded] = useState(false);
  if (shown?.open.lecture) return <Lecture />;
  return (
    <>
      <aside className={css.dock} aria-label="Lesson" data-folded={folded} data-dock>
        {shown === null ? (
          <Waiting />
        ) : (
          <Open key={shown.open.step} {...shown} folded={folded} onFold={() => setFolded(!folded)} />
        )}
      </aside>
      {shown === null ? null : <Spotlight step={shown.step} open={shown.open} />}
    </>
  );
}

/** Before the lesson has the page, and after: the way out is there in either case. */
function Waiting() {
  const { lessons } = useSession();
  const leaving = useApp(({ lesson }) => lesson.open?.leaving === true);
  return (
    <div className={css.head}>
      <div className={css.line}>
        <output className={css.quiet}>
          {leaving ? 'Your own study is coming back …' : 'The lesson is being opened …'}
        </output>
        {leaving ? null : (
          <Button look="quiet" size="small" onClick={() => void lessons.leave()}>
            <LogOut aria-hidden />
            Leave
          </Button>
        )}
      </div>
    </div>
  );
}

interface OpenProps extends ShownLesson {
  readonly folded: boolean;
  readonly onFold: () => void;
}

function Open({ lesson, step, open, folded, onFold }: OpenProps) {
  const { lessons } = useSession();
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever moves on by keyboard goes on reading at the new step: each step is an element of its own (its key).
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  const left = Math.max(1, Math.ceil((lesson.minutes * (open.steps - open.step)) / open.steps));
  return (
    <>
      <div className={css.head}>
        <div className={css.line}>
          <span className={css.quiet}>Lesson {lesson.number}</span>
          <span className={css.tools}>
            <Button look="quiet" size="small" onClick={() => lessons.setLecture(true)} title="For a projector">
              <Presentation aria-hidden />
              Present
            </Button>
            <Button look="quiet" size="small" onClick={() => void lessons.leave()}>
              <LogOut aria-hidden />
              Leave
            </Button>
            <Button
              look="quiet"
              size="small"
              iconOnly
              className={css.fold}
              aria-expanded={!folded}
              aria-label={folded ? 'Unfold the lesson' : 'Fold the lesson'}
              onClick={onFold}
            >
              {folded ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
            </Button>
          </span>
        </div>
        <h2 className={css.title}>{lesson.title}</h2>
        <LessonDots lesson={lesson} open={open} />
        <p className={css.quiet}>
          Step {open.step + 1} of {open.steps} · about {left} {left === 1 ? 'minute' : 'minutes'} left
        </p>
      </div>
      <div className={css.body}>
        <h3 className={css.heading} ref={heading} tabIndex={-1}>
          {step.heading}
        </h3>
        <div className={css.text}>
          <Markup text={step.text} />
        </div>
        <StepTask step={step} open={open} />
        <Help step={step} open={open} />
        <Claims step={step} open={open} />
        <p className={css.kept} data-preparing={open.preparing}>
          Your own study is kept and comes back when you leave.
        </p>
      </div>
      <Way lesson={lesson} step={step} open={open} />
    </>
  );
}

/**
 * The numbers that the step states, as the page has computed them: where another training or other data give other ones, the
 * reader is told.
 */
function Claims({ step, open }: Pick<ShownLesson, 'step' | 'open'>) {
  const { lessons } = useSession();
  useTelemetry((state) => state);
  useApp((state) => state);
  if (open.preparing) return null;
  // A step that is only read has its numbers from its beginning.
  const due = open.fulfilled || step.kind === 'read';
  return lessons.claims().map(({ text, stated, tolerance, found, otherwise }) => {
    const differs = due && found !== null && Math.abs(found - stated) > tolerance;
    return (
      <p
        key={text}
        className={css.kept}
        hidden={!differs}
        data-claim={text}
        data-stated={stated}
        data-tolerance={tolerance}
        data-found={found ?? ''}
      >
        {otherwise ?? `Where the text says ${text}, this page has now computed ${found === null ? '' : short(found)}.`}
      </p>
    );
  });
}

function Help({ step, open }: Pick<ShownLesson, 'step' | 'open'>) {
  const { lessons } = useSession();
  const demonstrated = step.kind !== 'read' || step.show !== undefined;
  return (
    <div className={css.help}>
      <div className={css.pair}>
        {demonstrated ? (
          <Button
            reason={open.preparing ? 'This step is being prepared.' : null}
            onClick={() => {
              if (open.showing !== null) lessons.stopShowing();
              else if (!open.preparing) void lessons.show();
            }}
          >
            {open.showing === null ? <Play aria-hidden /> : <Square aria-hidden />}
            {open.showing === null ? 'Show me' : 'Stop'}
          </Button>
        ) : null}
        <Button onClick={() => void lessons.reset()}>
          <RotateCcw aria-hidden />
          Reset this step
        </Button>
      </div>
      <output className={css.doing}>{open.showing === null ? '' : `${open.showing} …`}</output>
      {step.hint === undefined ? null : (
        <details className={css.hint} key={step.id}>
          <summary>
            <Lightbulb aria-hidden size={15} />
            Hint
          </summary>
          <p>
            <MarkedLine text={step.hint} />
          </p>
        </details>
      )}
    </div>
  );
}

function Way({ lesson, open }: ShownLesson) {
  const { lessons } = useSession();
  const waits = useApp(() => lessons.waitsFor());
  const last = open.step + 1 === open.steps;
  return (
    <div className={css.way}>
      {last && waits === null ? (
        <p className={css.question}>
          <span className={css.quiet}>The question that stays</span>
          {lesson.question}
        </p>
      ) : null}
      <Button
        reason={open.step === 0 ? 'This is the first step.' : null}
        onClick={() => void (open.step > 0 && lessons.back())}
      >
        <ArrowLeft aria-hidden />
        Back
      </Button>
      <span className={css.waits}>{waits ?? ''}</span>
      <Button
        look={waits === null ? 'primary' : 'plain'}
        reason={waits === null ? null : `${waits}.`}
        onClick={() => void lessons.next()}
      >
        {last ? 'Finish' : 'Next'}
        <ArrowRight aria-hidden />
      </Button>
    </div>
  );
}
