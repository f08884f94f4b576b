/**
 * The presenter's notes in a window of their own, which the audience does not see: the step on screen with its answer, the next
 * one, the time, and what to ask and to mind. A clicker's keys work in it as they do on the slide.
 */
import { ArrowLeft, ArrowRight } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Lesson, Step } from '../../../lessons/lesson.ts';
import { followTheme } from '../../browser/secondWindow.ts';
import { useParts } from '../hooks/hooks.ts';
import { type LectureMoves, useLectureKeys } from './lectureKeys.ts';
import { MarkedLine, Markup } from './Markup.tsx';
import css from './Presenter.module.css';
import type { ShownLesson } from './useLesson.ts';

interface Props extends ShownLesson {
  readonly target: Window;
  readonly moves: LectureMoves;
  readonly waits: string | null;
  /** The window was closed. */
  readonly onClose: () => void;
}

export function Presenter({ target, onClose, ...shown }: Props) {
  useLectureKeys(shown.moves, useParts(), target);
  useEffect(() => followTheme(target), [target]);
  useEffect(() => {
    target.addEventListener('pagehide', onClose);
    return () => target.removeEventListener('pagehide', onClose);
  }, [target, onClose]);
  return createPortal(<Notes {...shown} />, target.document.body);
}

function Notes({ lesson, step, open, moves, waits }: Omit<Props, 'target' | 'onClose'>) {
  const next = lesson.steps.at(open.step + 1);
  return (
    <main className={css.window}>
      <header className={css.head}>
        <h1>
          {lesson.title} <span>presenter’s notes</span>
        </h1>
        <Times lesson={lesson} step={open.step} />
      </header>
      <div className={css.columns}>
        <div className={css.steps}>
          <Card title="On the screen" place={`${open.step + 1} of ${open.steps}`}>
            <b>{step.heading}</b>
            <Markup text={step.text} />
          </Card>
          <Card title="Next" place={next === undefined ? '' : `${open.step + 2} of ${open.steps}`}>
            {next === undefined ? (
              <>
                <b>The lesson ends.</b>
                <p>{lesson.question}</p>
              </>
            ) : (
              <b>{next.heading}</b>
            )}
          </Card>
        </div>
        <dl className={css.notes}>
          {notesOf(lesson, step).map(({ name, text }) => (
            <Row key={name} name={name}>
              {text}
            </Row>
          ))}
          <Row name="Then">
            <p>
              <kbd>→</kbd> {thenText(step, waits, next)}
            </p>
          </Row>
        </dl>
      </div>
      <footer className={css.foot}>
        <button type="button" onClick={moves.back} aria-disabled={open.step === 0 || undefined}>
          <ArrowLeft aria-hidden size={18} /> Back
        </button>
        <button type="button" className={css.on} onClick={moves.on}>
          {waits === null ? 'Next' : 'Next: the answer'} <ArrowRight aria-hidden size={18} />
        </button>
        <button type="button" className={css.black} onClick={moves.black}>
          Black screen <kbd>B</kbd>
        </button>
        <button type="button" onClick={moves.code}>
          QR code <kbd>Q</kbd>
        </button>
      </footer>
    </main>
  );
}

function Card({
  title,
  place,
  children,
}: {
  readonly title: string;
  readonly place: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={css.card} aria-label={title}>
      <h2>
        {title} <span>{place}</span>
      </h2>
      <div>{children}</div>
    </section>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** What to ask, what is right, what may be asked back; only what the lesson itself holds. */
function notesOf(lesson: Lesson, step: Step): { readonly name: string; readonly text: ReactNode }[] {
  const answer = step.kind === 'ask' && step.answer.kind === 'choice' ? step.answer : null;
  const letter = (i: number) => String.fromCodePoint(65 + i);
  const options =
    answer?.options.map(({ text }) => text) ??
    (step.kind === 'predict' && step.guess.kind === 'choice' ? step.guess.options : []);
  const asked =
    options.length === 0
      ? []
      : [
          {
            name: 'Ask',
            text: (
              <p>
                Hands up for{' '}
                {options.map((text, i) => (
                  <span key={text}>
                    {i === 0 ? '' : i === options.length - 1 ? ', or ' : ', '}
                    <b>{letter(i)}</b> “<MarkedLine text={text} />”
                  </span>
                ))}
                ? Count before you go on.
              </p>
            ),
          },
        ];
  const right = (answer?.options ?? []).flatMap(({ right: isRight, why, text }, i) =>
    isRight ? [{ why, text, i }] : [],
  );
  const wrong = (answer?.options ?? []).flatMap(({ right: isRight, why }, i) => (isRight ? [] : [{ why, i }]));
  return [
    ...asked,
    ...right.map(({ why, text, i }) => ({
      name: 'Right',
      text: (
        <>
          <b>
            {letter(i)} <MarkedLine text={text} />
          </b>
          <Markup text={why} />
        </>
      ),
    })),
    ...(wrong.length === 0
      ? []
      : [
          {
            name: 'Wrong',
            text: wrong.map(({ why, i }) => (
              <p key={why}>
                <b>{letter(i)}</b> <MarkedLine text={why} />
              </p>
            )),
          },
        ]),
    ...(step.hint === undefined ? [] : [{ name: 'Hint', text: <Markup text={step.hint} /> }]),
    ...(step.note === undefined ? [] : [{ name: 'Note', text: <Markup text={step.note} /> }]),
    { name: 'Lesson', text: <Markup text={lesson.note} /> },
  ];
}

function thenText(step: Step, waits: string | null, next: Step | undefined): string {
  if (waits === null) return next === undefined ? 'ends the lesson.' : 'goes on to the next step.';
  return step.kind === 'do' ? 'shows it on the page.' : 'shows the answer.';
}

/** Time since the window was opened, how far that is ahead of the lesson's plan, time of the step, and the clock. */
function Times({ lesson, step }: { readonly lesson: Lesson; readonly step: number }) {
  const [first] = useState(() => ({ step, at: Date.now() }));
  const [now, setNow] = useState(first.at);
  const [stepBegan, setStepBegan] = useState(first);
  if (stepBegan.step !== step) setStepBegan({ step, at: now });
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const share = (lesson.minutes * 60) / lesson.steps.length;
  return (
    <p className={css.times}>
      <span>{clockText((now - stepBegan.at) / 1000)} on this step</span>
      <b>{clockText((now - first.at) / 1000)}</b>
      <span>
        of {lesson.minutes} min, {aheadText((step - first.step) * share - (stepBegan.at - first.at) / 1000)}
      </span>
      <span>{new Date(now).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}</span>
    </p>
  );
}

/** @param seconds that were planned for the steps before, less those that they took */
function aheadText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes === 0) return 'in time';
  return `${Math.abs(minutes)} min ${minutes > 0 ? 'ahead' : 'behind'}`;
}

/** "14:32" */
function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
