/**
 * The figure of a step without anything in it, to be sketched in: the axes of the quantities that the step's system shows, over the ranges that
 * the page draws; of a rank histogram, the level of flat bars.
 */
import { type Anchor, parseAnchor } from '../../browser/anchor.ts';
import { short } from '../../format/number.ts';
import { mergeLink } from '../../../inference/study/link/mergeLink.ts';
import { readLink } from '../../../inference/study/link/readLink.ts';
import type { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import type { Lesson, Start, Step } from '../../../lessons/lesson.ts';
import type { AxisQuantity } from '../../plots/types.ts';
import { priorAndAxes } from '../../readout/figures/frameDraws.ts';
import { namesSystem } from '../../session/lessons/steps.ts';
import { useParts } from '../hooks/hooks.ts';
import css from './Handout.module.css';

/** Most axes beside each other on a sheet. */
const MOST = 3;

export function EmptyFigure({ lesson, step }: { readonly lesson: Lesson; readonly step: Step }) {
  const { catalogue } = useParts();
  const shown = figureOf(step.anchor);
  if (shown === 'ranks') {
    return (
      <div className={css.figures}>
        <Frame across="rank of the true value among the draws" from="below all draws" to="above all draws" level />
      </div>
    );
  }
  // What the reader's own simulator is about is known once it has run.
  if (startsUpTo(lesson, step).findLast(namesSystem)?.simulator !== undefined) {
    return (
      <div className={css.figures}>
        <Frame across="the parameter of the simulator" from="lowest" to="highest" />
      </div>
    );
  }
  const { quantities, axes } = quantitiesAt(lesson, step, catalogue);
  if (quantities.length === 0) return null;
  if (shown === 'pair' && axes !== null) {
    const [x, y] = axes;
    return (
      <div className={css.figures}>
        <Frame
          square
          across={nameOf(x)}
          from={short(x.range[0])}
          to={short(x.range[1])}
          upwards={nameOf(y)}
          low={short(y.range[0])}
          high={short(y.range[1])}
        />
      </div>
    );
  }
  return (
    <div className={css.figures}>
      {quantities.slice(0, MOST).map((quantity) => (
        <Frame
          key={quantity.key}
          across={nameOf(quantity)}
          from={short(quantity.range[0])}
          to={short(quantity.range[1])}
        />
      ))}
    </div>
  );
}

function figureOf(anchor: Anchor | undefined): 'ranks' | 'pair' | 'curves' {
  const place = anchor === undefined ? null : parseAnchor(anchor);
  if (place?.kind !== 'figure' && place?.kind !== 'panel') return 'curves';
  if (place.name === 'calibration' || place.name === 'sandbox') return 'ranks';
  return place.name === 'ridge' ? 'pair' : 'curves';
}

function startsUpTo({ steps }: Lesson, step: Step): Start[] {
  return steps.slice(0, steps.indexOf(step) + 1).flatMap(({ start }) => start ?? []);
}

/** Of the study that the step begins with: the starts of all steps up to it, one over the other. */
function quantitiesAt(lesson: Lesson, step: Step, catalogue: SystemCatalogue) {
  const read = readLink(
    startsUpTo(lesson, step).reduce((link, start) => mergeLink(link, start.link), ''),
    catalogue,
  );
  if (!read.ok) throw new Error(`The start of step "${step.id}" cannot be read: ${read.problems.join(' ')}`);
  const { study, view } = read.document;
  const system = catalogue.get(study.problem.system);
  const drawn = priorAndAxes(system, study.problem, system.display(study.problem.design));
  const quantities = drawn.axes.map(({ quantity }) => quantity);
  const of = (key: string | undefined, otherwise: number): AxisQuantity =>
    quantities.find((quantity) => quantity.key === key) ?? quantities[otherwise];
  const named = view?.ridge.axes;
  const axes = quantities.length < 2 ? null : ([of(named?.[0], 0), of(named?.[1], 1)] as const);
  return { quantities, axes };
}

function nameOf({ symbol, label, unit }: AxisQuantity): string {
  return `${symbol} ${label}${unit === '' ? '' : ` [${unit}]`}`;
}

interface FrameProps {
  readonly across: string;
  readonly from: string;
  readonly to: string;
  readonly upwards?: string;
  readonly low?: string;
  readonly high?: string;
  readonly square?: boolean;
  /** A line where flat bars would end. */
  readonly level?: boolean;
}

function Frame({ across, from, to, upwards, low, high, square = false, level = false }: FrameProps) {
  return (
    <figure className={css.frame} data-square={square}>
      {upwards === undefined ? null : (
        <span className={css.upwards}>
          {upwards}: {low} to {high}, upwards
        </span>
      )}
      <span className={css.canvas}>{level ? <span className={css.level}>flat</span> : null}</span>
      <figcaption>
        <span>{from}</span>
        <span>{across}</span>
        <span>{to}</span>
      </figcaption>
    </figure>
  );
}
