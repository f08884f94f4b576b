/**
 * What a teacher puts into a link: words for the readers, what the page begins with, and what they may see and touch, for which
 * there are ready choices.
 */
import { type ControlName, type StartChoice, controlNames } from '../../../inference/study/document/view.ts';
import {
  LONGEST_TASK,
  LONGEST_TITLE,
  taskFault,
  titleFault,
  typedWords,
} from '../../../inference/study/document/classWords.ts';
import { useEffect, useRef } from 'react';
import { Button } from '../controls/Button.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import sheet from '../controls/SheetList.module.css';
import { type Fixing, FixedControls } from './FixedControls.tsx';
import css from './Share.module.css';

/** What a link says beside the study. */
export interface ClassChoice {
  readonly title: string;
  readonly task: string;
  readonly start: StartChoice;
  readonly detail: 'own' | 'simple' | 'full';
  readonly fixing: Fixing;
}

/** The words as the link holds them, and why not; undefined: none are given, or they cannot be taken. */
export function wordsOfChoice({ title, task }: Pick<ClassChoice, 'title' | 'task'>) {
  const [given, asked] = [typedWords(title), typedWords(task)];
  const titleProblem = given === undefined ? null : titleFault(given);
  const taskProblem = asked === undefined ? null : taskFault(asked);
  return {
    title: titleProblem === null ? given : undefined,
    task: taskProblem === null ? asked : undefined,
    faults: [
      ...(titleProblem === null ? [] : [`The title ${titleProblem}.`]),
      ...(taskProblem === null ? [] : [`The task ${taskProblem}.`]),
    ],
  };
}

const details = [
  { value: 'own', label: 'As the reader likes' },
  { value: 'simple', label: 'Simple' },
  { value: 'full', label: 'Full' },
] as const;

type Started = 'shown' | 'waits' | 'untrained' | 'train';

const STARTS = {
  shown: {
    value: 'shown',
    label: 'The trained network',
    help: 'The network that comes with the page answers at once; where none does, one is trained.',
  },
  waits: {
    value: 'waits',
    label: 'As it comes, without training',
    help: 'The network that comes with the page, or where none does an untrained one, which waits.',
  },
  untrained: {
    value: 'untrained',
    label: 'An untrained network',
    help: 'Its initial weights: the reader presses Train. The trained one that comes with the page is not shown.',
  },
  train: {
    value: 'train',
    label: 'A training, at once',
    help: 'A network is trained from its initial weights as soon as the page is open.',
  },
} as const;

/** The second is that of older links: it is offered where such a link is open. */
function startsFor(start: StartChoice) {
  const { shown, waits, untrained, train } = STARTS;
  return start === false ? [shown, waits, untrained, train] : [shown, untrained, train];
}

const meant: Readonly<Record<Started, StartChoice>> = {
  shown: true,
  waits: false,
  untrained: 'untrained',
  train: 'train',
};

function namedStart(start: StartChoice): Started {
  if (typeof start === 'string') return start;
  return start ? 'shown' : 'waits';
}

const everything = Object.keys(controlNames) as ControlName[];

function all(how: 'locked' | 'hidden', but: readonly ControlName[]): Fixing {
  return Object.fromEntries(everything.filter((name) => !but.includes(name)).map((name) => [name, how]));
}

/** The ready choices, each with what is left to the reader. */
const PRESETS: readonly { readonly label: string; readonly fixing: Fixing }[] = [
  { label: 'Everything free', fixing: {} },
  { label: 'Only data and posterior', fixing: all('hidden', ['observation', 'truth']) },
  { label: 'Data, posterior and checks', fixing: all('hidden', ['observation', 'truth', 'check', 'views']) },
  { label: 'Only the priors may change', fixing: all('locked', ['priors', 'views', 'check']) },
  { label: 'Only training', fixing: all('locked', ['transport', 'views', 'check']) },
];

interface Props {
  /** The sheet was opened for it: it is in sight, and its first field has the keyboard. */
  readonly begins: boolean;
  readonly choice: ClassChoice;
  readonly onChange: (change: Partial<ClassChoice>) => void;
}

export function ClassPart({ begins, choice, onChange }: Props) {
  const { faults } = wordsOfChoice(choice);
  const part = useRef<HTMLElement>(null);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!begins) return undefined;
    // After the sheet has given the keyboard to its first control.
    const frame = requestAnimationFrame(() => {
      part.current?.scrollIntoView({ block: 'start' });
      first.current?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [begins]);
  return (
    <section aria-label="For a class" ref={part}>
      <h3 className={sheet.title}>For a class</h3>
      <p className={sheet.note}>
        What you write, hide or lock here goes into the link above and into the embedded page. Your words are shown as
        those of whoever made the link.
      </p>
      <label className={css.field}>
        <span>Title</span>
        <input
          ref={first}
          className={css.text}
          maxLength={LONGEST_TITLE}
          value={choice.title}
          placeholder="none"
          onChange={(event) => onChange({ title: event.target.value })}
        />
      </label>
      <label className={css.field}>
        <span>Task</span>
        <textarea
          className={css.plain}
          maxLength={LONGEST_TASK}
          rows={3}
          value={choice.task}
          placeholder="none"
          onChange={(event) => onChange({ task: event.target.value })}
        />
      </label>
      <p className={css.fault} aria-live="polite">
        {faults.length === 0 ? '' : `${faults.join(' ')} The link is without it.`}
      </p>
      <div className={css.field}>
        <span>The page begins with</span>
        <Segmented
          wide
          label="The page begins with"
          value={namedStart(choice.start)}
          options={startsFor(choice.start)}
          onChange={(start) => onChange({ start: meant[start] })}
        />
      </div>
      <div className={css.field}>
        <span>How much the reader sees</span>
        <Segmented
          label="How much the reader sees"
          value={choice.detail}
          options={details}
          onChange={(detail) => onChange({ detail })}
        />
      </div>
      <fieldset className={css.presets} aria-label="Ready choices">
        {PRESETS.map(({ label, fixing }) => (
          <Button
            key={label}
            size="small"
            aria-pressed={sameFixing(fixing, choice.fixing)}
            onClick={() => onChange({ fixing })}
          >
            {label}
          </Button>
        ))}
      </fieldset>
      <FixedControls fixing={choice.fixing} onChange={(fixing) => onChange({ fixing })} />
    </section>
  );
}

function sameFixing(a: Fixing, b: Fixing): boolean {
  return everything.every((name) => a[name] === b[name]);
}
