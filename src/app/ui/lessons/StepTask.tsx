/** What a step asks for: to do something on the page, to guess, or to answer; and what is said of it. */
import { Check, CircleHelp, Eye, Hand, X } from 'lucide-react';
import { useId, useState } from 'react';
import type { AskStep, PredictStep, Step } from '../../../lessons/lesson.ts';
import type { OpenLesson } from '../../store/lessonSlice.ts';
import { Button } from '../controls/Button.tsx';
import { NumberBox } from '../controls/NumberBox.tsx';
import { useSession } from '../hooks/hooks.ts';
import { GuessForm } from './GuessForm.tsx';
import { Markup } from './Markup.tsx';
import css from './StepTask.module.css';

interface Props<S extends Step = Step> {
  readonly step: S;
  readonly open: OpenLesson;
}

export function StepTask({ step, open }: Props) {
  switch (step.kind) {
    case 'read':
      return null;
    case 'do':
      return (
        <div className={css.task}>
          <Kind icon="do" done={open.fulfilled} />
          <Outcome open={open} />
        </div>
      );
    case 'predict':
      return <Predict key={step.id} step={step} open={open} />;
    case 'ask':
      return <Ask key={`${step.id} ${open.preparing}`} step={step} open={open} />;
    default:
      return step satisfies never;
  }
}

function Kind({ icon, done = false }: { readonly icon: 'do' | 'predict' | 'ask'; readonly done?: boolean }) {
  const Icon = done ? Check : icon === 'ask' ? CircleHelp : Hand;
  const words = { do: done ? 'Done' : 'Your turn', predict: 'Predict', ask: 'Question' } as const;
  return (
    <p className={css.kind}>
      <Icon aria-hidden size={16} />
      {words[icon]}
    </p>
  );
}

function Predict({ step, open }: Props<PredictStep>) {
  const { lessons } = useSession();
  const { outcome, given, revealing, preparing } = open;
  const reason = preparing ? 'This step is being prepared.' : given === null ? 'Guess first.' : null;
  return (
    <div className={css.task}>
      <Kind icon="predict" />
      <GuessForm step={step} open={open} />
      {outcome === null ? (
        <Button
          look="primary"
          className={css.reveal}
          reason={revealing ? 'The answer is being computed.' : reason}
          onClick={() => void (reason === null && !revealing && lessons.reveal())}
        >
          <Eye aria-hidden />
          {revealing ? 'The page is computing …' : 'Reveal the answer'}
        </Button>
      ) : null}
      <Outcome open={open} />
    </div>
  );
}

function Ask({ step, open }: Props<AskStep>) {
  const { lessons } = useSession();
  const name = useId();
  const { answer } = step;
  const [number, setNumber] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { given, outcome } = open;
  const taken = (value: number) => {
    setNumber(value);
    return null;
  };
  if (answer.kind === 'number') {
    return (
      <form
        className={css.task}
        onSubmit={(event) => {
          event.preventDefault();
          if (number !== null) lessons.answer(number);
        }}
      >
        <Kind icon="ask" />
        <span className={css.number}>
          <NumberBox label={answer.label} value={number} onChange={taken} onProblem={setProblem} />
          {answer.unit}
        </span>
        <Button type="submit" reason={problem ?? (number === null ? 'Enter a number first.' : null)}>
          Answer
        </Button>
        <Outcome open={open} />
      </form>
    );
  }
  const answered = given?.kind === 'option' ? given.option : null;
  const marked = chosen ?? answered;
  return (
    <fieldset className={css.task}>
      <legend className={css.legend}>
        <Kind icon="ask" />
      </legend>
      {answer.options.map(({ text }, i) => (
        <label
          key={text}
          className={css.option}
          data-outcome={outcome !== null && answered === i ? String(outcome.right) : undefined}
        >
          <input type="radio" name={name} checked={marked === i} onChange={() => setChosen(i)} />
          <span>
            <b className={css.letter}>{String.fromCodePoint(65 + i)}</b>
            {text}
          </span>
        </label>
      ))}
      {/* By a button: arrow keys choose every option on their way. */}
      {outcome?.right === true && marked === answered ? null : (
        <Button
          look="primary"
          className={css.reveal}
          reason={marked === null ? 'Choose first.' : null}
          onClick={() => {
            if (marked !== null) lessons.answer(marked);
          }}
        >
          Answer
        </Button>
      )}
      <Outcome open={open} />
    </fieldset>
  );
}

/** Said when it is known; read aloud when it comes. */
function Outcome({ open }: { readonly open: OpenLesson }) {
  const { outcome } = open;
  const level = outcome === null || outcome.right === null ? 'plain' : outcome.right ? 'right' : 'wrong';
  return (
    <output className={css.outcome} data-level={level}>
      {outcome === null ? null : (
        <>
          {outcome.right === null ? null : outcome.right ? (
            <Check aria-label="Right." size={17} />
          ) : (
            <X aria-label="Not so." size={17} />
          )}
          <span>
            <Markup text={outcome.text} />
          </span>
        </>
      )}
    </output>
  );
}
