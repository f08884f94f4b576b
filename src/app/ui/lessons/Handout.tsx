/**
 * A lesson on paper: its steps, for every question an empty figure to sketch the answer in before it is seen, and lines to write
 * on. The texts are the lesson's; what is asked is not answered on it.
 */
import type { Lesson, Step } from '../../../lessons/lesson.ts';
import type { QrModules } from '../share/qrModules.ts';
import { EmptyFigure } from './EmptyFigure.tsx';
import css from './Handout.module.css';
import { Markup } from './Markup.tsx';

interface Props {
  readonly lesson: Lesson;
  readonly address: string;
  readonly code: QrModules | null;
}

export function Handout({ lesson, address, code }: Props) {
  return (
    <article id="handout" className={css.handout} lang="en">
      <header className={css.head}>
        <div>
          <p className={css.small}>Posterior Playground · lesson {lesson.number}</p>
          <h1>{lesson.title}</h1>
          <p>{lesson.goal}</p>
          <p className={css.name}>
            Name <span className={css.line} /> Date <span className={css.line} />
          </p>
        </div>
        <div className={css.code}>
          {code === null ? (
            <p className={css.small}>The code could not be drawn; type the address.</p>
          ) : (
            <svg viewBox={`0 0 ${code.side} ${code.side}`} shapeRendering="crispEdges" aria-hidden>
              <path d={code.path} />
            </svg>
          )}
          <p className={css.small}>{address.replace(/^https?:\/\//, '')}</p>
        </div>
      </header>
      <ol className={css.steps}>
        {lesson.steps.map((step, i) => (
          <li key={step.id} className={css.step}>
            <h2>
              {i + 1}. {step.heading}
            </h2>
            <Markup text={step.text} />
            {/* A text that is only used holds the answer to the step before. */}
            {step.start?.editor === undefined || step.start.use !== undefined ? null : (
              <pre className={css.program}>{step.start.editor}</pre>
            )}
            <Room lesson={lesson} step={step} />
          </li>
        ))}
      </ol>
      <p className={css.stays}>
        <b>{lesson.question}</b>
      </p>
      <Lines count={3} label="" />
    </article>
  );
}

/** What the reader is asked for, and where he puts it. */
function Room({ lesson, step }: { readonly lesson: Lesson; readonly step: Step }) {
  switch (step.kind) {
    case 'read':
      return null;
    case 'do':
      return <Lines count={2} label="What I saw" />;
    case 'predict':
      return (
        <>
          {step.guess.kind === 'choice' ? <Options options={step.guess.options} /> : null}
          {step.guess.kind === 'number' ? <Lines count={1} label={`My guess: ${step.guess.label}`} /> : null}
          <EmptyFigure lesson={lesson} step={step} />
          <Lines count={2} label="What the page answered" />
        </>
      );
    case 'ask':
      return (
        <>
          {step.answer.kind === 'choice' ? (
            <Options options={step.answer.options.map(({ text }) => text)} />
          ) : (
            <Lines count={1} label={step.answer.label} />
          )}
          <Lines count={2} label="Because" />
        </>
      );
    default:
      return step satisfies never;
  }
}

function Options({ options }: { readonly options: readonly string[] }) {
  return (
    <ul className={css.options}>
      {options.map((text, i) => (
        <li key={text}>
          <span className={css.box}>{String.fromCodePoint(65 + i)}</span> {text}
        </li>
      ))}
    </ul>
  );
}

function Lines({ count, label }: { readonly count: number; readonly label: string }) {
  return (
    <div className={css.lines}>
      {Array.from({ length: count }, (_, i) => (
        <p key={`${i}`} className={css.ruled}>
          {i === 0 ? label : ''}
        </p>
      ))}
    </div>
  );
}
