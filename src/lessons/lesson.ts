/**
 * What a lesson is. A lesson is one file of this folder and one line of registry.ts; it holds texts, conditions and demonstrations,
 * and no results: every number that it states is computed in the page and compared (`claims`). The player
 * (src/app/session/lessons, src/app/ui/lessons) does the rest. `ninetySeconds.ts` is a short lesson to start from; it
 * uses every kind of step.
 *
 * **For authors**
 *
 * *File.* `export const ridge: Lesson = {...}` in `ridge.ts`; import types and the helpers of conditions.ts only. `id` is the name in
 * links and in what the reader's browser keeps, so it never changes. 5 to 9 steps; every `text` at most 80 words. The test
 * lessons.test.ts checks all that is said here; `e2e/specs/lessons.spec.ts` walks each lesson by its demonstrations on the
 * built page, and compares its claims with what the page has computed.
 *
 * *Markup of texts* (src/app/readout/text/markup.ts). A blank line begins a paragraph. `*stress*`. `$A b^2$` is a formula in the line; a
 * paragraph `$$P(k) = A b^2 P_m(k)$$` one of its own. In formulas a single letter is a variable, longer words are upright (ln, exp,
 * sd), Greek letters have their names (theta, mu, Omega), `^` and `_` take one letter, number or {group}, `sqrt{x}`, `frac{a}{b}`,
 * `sum_i`, `int`; `<=`, `->`, `~`, `x` times is `*`. `[[posterior]]` or `[[posterior|what it says]]` is a term with its definition.
 *
 * *Start.* The state of the page that a step begins with: keys of a link (docs/links.md), as in
 * `'system=galaxy-bias&truth=2,1&tab=ridge'`. With `system` it is that system's own first study, changed as said; without, it changes what is there. The first
 * step names its system. The same checks as for links apply. `network` says whose answer is on screen when the study is another one
 * than before: 'trained' (the default; the network that comes with the page, or where there is none, one that is trained now) or 'untrained' (initial weights; the
 * reader trains). A training inside a lesson takes 15 s at most on two threads: `simulations=4000&epochs=15&preset=small` or so. A step without a start leaves the page as the reader has it.
 * Whoever opens a step by its link begins with the starts of all steps up to it, one over the other.
 *
 * *A simulator of one's own.* With `simulator` the start's study is of the system that this text declares when it is run in the sandbox; its link
 * then names no system. A step whose anchor is a part of the editor (`editor:text`, `editor:trial`, `editor:use`) has the editor open, with
 * the text `editor` of its start; the move `write` puts another text there. What the reader himself has written is neither shown
 * nor changed. `use` of a start are the keys of the link with which *Use it* opens the reader's text: its training.
 *
 * *Anchor.* The place that is spoken of (browser/anchor.ts): it is scrolled to and ringed; with `turn` ("Your turn: drag the truth") the ring has a
 * label. The player switches tab, column and folds so that it is seen.
 *
 * *Conditions* are pure functions of the page's facts (readout/facts/facts.ts) and of the facts when the step began:
 * `(now, began) => now.observation.change > began.observation.change`. Where the facts lack something, add it to facts.ts, with a test.
 *
 * *Demonstration* (`show`): what "Show me" does, by the same calls as a hand. After the whole of it the step must be
 * fulfilled: 'do' by its condition; 'predict' and 'ask' end in `guess` and `reveal`, or `answer`, which are added where the author leaves them out.
 *
 * *Claims.* Every number in a text that is a result has one: `{ text: '6 %', value: (facts) => ..., stated: 0.06, tolerance: 0.02 }`. They are compared
 * after the step's demonstration, and again with other seeds of data and training, so the tolerance allows for both.
 *
 * *Covered.* What must not be seen before the reader has guessed: see `Covered`. It lasts until the step is revealed (or left).
 */
import type { Rescaling } from '../inference/correction/rescale.ts';
import type { DesignValue } from '../inference/simulators/system.ts';
import type { TrainingSettings } from '../inference/training/settings.ts';
import type { Anchor } from '../app/browser/anchor.ts';
import type { Facts } from '../app/readout/facts/facts.ts';
import type { Covered, Ellipse, Guess } from './guess.ts';

export interface Lesson {
  /** In links and in what is kept; lower case, words joined by "-". */
  readonly id: string;
  readonly number: number;
  readonly title: string;
  /** One sentence: what the reader will be able to do. */
  readonly goal: string;
  readonly minutes: number;
  /** Ids of lessons that come before. */
  readonly prerequisites: readonly string[];
  readonly steps: readonly Step[];
  /** For the teacher: how to hold it, what students get wrong. Markup. */
  readonly note: string;
  /** The question that stays, with a question mark. */
  readonly question: string;
}

export type Step = ReadStep | DoStep | PredictStep | AskStep;

interface StepBase {
  /** Within the lesson; in links and in what is kept. */
  readonly id: string;
  /** A few words; the question itself where there is one. In a lecture it is all that is large. */
  readonly heading: string;
  /** Markup, at most 80 words. */
  readonly text: string;
  readonly anchor?: Anchor;
  /** On the ring, after "Your turn: ". */
  readonly turn?: string;
  readonly start?: Start;
  /** It speaks of the crosses or regions of the corner figure, which a phone shows then in place of a row for each quantity. */
  readonly pairs?: true;
  /** What the page must have computed before the step begins: what it then compares with. */
  readonly begins?: Condition;
  readonly covered?: readonly Covered[];
  /** One sentence, markup. */
  readonly hint?: string;
  readonly show?: readonly Move[];
  readonly claims?: readonly Claim[];
  /** For the teacher, in a lecture: what to ask, to wait for, to say. Markup. */
  readonly note?: string;
}

export interface ReadStep extends StepBase {
  readonly kind: 'read';
}

/** Fulfilled once `done` has been true. */
export interface DoStep extends StepBase {
  readonly kind: 'do';
  readonly done: Condition;
  /** Said when it is fulfilled; markup. */
  readonly said?: Said;
  readonly show: readonly Move[];
}

/** The reader commits himself, then `reveal` happens on the page, and the answer is computed and compared. */
export interface PredictStep extends StepBase {
  readonly kind: 'predict';
  readonly guess: GuessForm;
  /** What happens on the page at "Reveal", before the answer is read: a training, another truth. */
  readonly reveal?: readonly Move[];
  /** When the answer can be computed, after the moves; without it, when the posterior is of the data on screen and nothing trains. */
  readonly ready?: Condition;
  /** The comparison in a few sentences, from what was computed; markup. */
  readonly said: (facts: Facts, guess: Guess, began: Facts) => string;
}

export interface AskStep extends StepBase {
  readonly kind: 'ask';
  readonly answer: AnswerForm;
}

/** @param began the facts when the step began, its start included */
export type Condition = (now: Facts, began: Facts) => boolean;
export type Said = string | ((now: Facts, began: Facts) => string);

export interface Start {
  /** Keys of a link; see above. */
  readonly link: string;
  /** Text of a simulator, in place of the system's name in the link. */
  readonly simulator?: string;
  /** Text with which the editor of simulators opens. */
  readonly editor?: string;
  /** Keys of a link: the training of what is used from the editor. */
  readonly use?: string;
  readonly network?: 'trained' | 'untrained';
  /** The posterior broken on purpose (the sandbox), or set right again. */
  readonly perturbation?: Rescaling;
}

export type GuessForm =
  /** `right`: the place of the true option among `options`, from 0, computed when it is revealed. */
  | {
      readonly kind: 'choice';
      readonly options: readonly string[];
      /** NaN where it cannot be computed (`decidedBy` of conditions.ts), which is said. */
      readonly right: (facts: Facts, began: Facts) => number;
    }
  /** A number on a slider; natural units. Within `close` of the answer (a share of it) it counts as right. */
  | {
      readonly kind: 'number';
      readonly label: string;
      readonly low: number;
      readonly high: number;
      readonly scale?: 'linear' | 'log';
      readonly unit?: string;
      readonly start: number;
      /** NaN where it cannot be computed; Infinity where there is no such number, which `said` explains. */
      readonly right: (facts: Facts, began: Facts) => number;
      readonly close: number;
    }
  /** An ellipse in the ridge view's figure; the step's `start` chooses its axes. It is compared by eye with the posterior drawn under it. */
  | { readonly kind: 'ellipse'; readonly start: Ellipse };

export type AnswerForm =
  | {
      readonly kind: 'choice';
      /** In the order in which they are shown; one is right. `why` says what is wrong with a wrong one, or what makes the right one right. */
      readonly options: readonly { readonly text: string; readonly right?: true; readonly why: string }[];
    }
  | {
      readonly kind: 'number';
      readonly label: string;
      readonly unit?: string;
      /** From the facts where it is a result of the page. */
      readonly right: (facts: Facts) => number;
      /** As a share of the answer. */
      readonly tolerance: number;
      /** Mistakes that are known, the first that fits; `otherwise` for the others. */
      readonly mistakes: readonly { readonly when: (given: number, right: number) => boolean; readonly why: string }[];
      readonly otherwise: string;
      readonly why: string;
    };

/** One move of a demonstration. */
export type Move =
  /** An action of actions/registry.ts, as its button does; it must be possible then. */
  | { readonly do: 'perform'; readonly action: string }
  /** True values in the order of the system's parameters, natural units. */
  | { readonly do: 'truth'; readonly to: readonly number[] }
  /** A plotted point of the observation, from 0, in units of the plot's vertical axis. */
  | { readonly do: 'point'; readonly entry: number; readonly to: number }
  /** Puts a text into the editor of simulators. */
  | { readonly do: 'write'; readonly text: string }
  /** A file, as if it were dropped on the page. */
  | { readonly do: 'drop'; readonly name: string; readonly content: string }
  /** The prior of a parameter or nuisance parameter as links write it: 'uniform(0.5, 2)', 'fixed(1)'. */
  | { readonly do: 'prior'; readonly key: string; readonly law: string }
  | { readonly do: 'design'; readonly key: string; readonly to: DesignValue }
  | { readonly do: 'training'; readonly change: Partial<TrainingSettings> }
  /** Nuisance parameters that training holds fixed although the data draw them. */
  | { readonly do: 'ignore'; readonly keys: readonly string[] }
  | { readonly do: 'break'; readonly perturbation: Rescaling }
  /** View keys of a link: 'tab=ridge&axes=A,b'. */
  | { readonly do: 'view'; readonly link: string }
  /** Presses the control at an anchor, or in it the one with this name. */
  | { readonly do: 'press'; readonly anchor: Anchor; readonly name?: string }
  /** Sets the slider at an anchor, or in it the one with this name. */
  | { readonly do: 'slide'; readonly anchor: Anchor; readonly name?: string; readonly to: number }
  /** Until it is true, at most `seconds` (30). `for` says what for: "Waiting for the posterior." */
  | { readonly do: 'wait'; readonly until: Condition; readonly for: string; readonly seconds?: number }
  | { readonly do: 'guess'; readonly guess: Guess }
  | { readonly do: 'reveal' }
  /** The option, from 0; or the number. */
  | { readonly do: 'answer'; readonly with: number };

/** A result that a text states. */
export interface Claim {
  /** As it stands in the text. */
  readonly text: string;
  /** What the page has computed; null: it has not (yet), which fails. 1 and 0 of a condition. */
  readonly value: (now: Facts, began: Facts) => number | null;
  readonly stated: number;
  /** In the units of the number. */
  readonly tolerance: number;
  /** Of a condition: what the reader is told where it does not hold. */
  readonly otherwise?: string;
}
