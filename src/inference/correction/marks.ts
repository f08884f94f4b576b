/**
 * What draws are, where they are not the network's own: broken on purpose, corrected, reweighted. In words, for whoever sees
 * the draws, on the page or in a file.
 */
import { twoDigits } from '../diagnostics/report/wording.ts';
import type { PosteriorTransform, Correction } from './posteriorTransform.ts';
import { type Reweighting, weightNumbers } from './reweighting.ts';

export interface Mark {
  /** What a file's name says of it. */
  readonly word: 'broken' | 'corrected' | 'reweighted' | 'former-priors' | 'as-trained';
  /** "broken on purpose: width × 0.5" */
  readonly text: string;
}

/** Whether a posterior is broken on purpose, which counts first, or corrected; null: it is the network's own. */
export function transformKind({ perturbation, correction }: PosteriorTransform): 'broken' | 'corrected' | null {
  if (perturbation !== null) return 'broken';
  return correction === null ? null : 'corrected';
}

/** What was done to the posterior of the network. */
export function transformMarks({ perturbation, correction }: PosteriorTransform): Mark[] {
  return [
    ...(perturbation === null
      ? []
      : [{ word: 'broken', text: `broken on purpose: ${rescalingText(perturbation)}` } as const]),
    ...(correction === null ? [] : [{ word: 'corrected', text: `corrected: ${correctionText(correction)}` } as const]),
  ];
}

/**
 * Weights to priors that were moved after training, or, where too few draws are left for that, their absence.
 * @param why says also why they are not enough; false: that stands beside it
 */
export function movedPriorsMark(found: Omit<Reweighting, 'weights'> & { readonly shown: boolean }, why = true): Mark {
  const outside = found.standing === 'outside';
  const reason = outside && why ? `. ${found.verdict.sentence}` : '';
  return found.shown
    ? {
        word: 'reweighted',
        text: `reweighted to the moved priors: ${weightNumbers(found)}${outside && !why ? ', not reliable' : reason}`,
      }
    : {
        word: 'former-priors',
        text: `under the previous priors, not the moved ones: too few draws are left to reweight${reason}`,
      };
}

export function exactWeightsMark(found: Pick<Reweighting, 'effective' | 'paretoK'>): Mark {
  return { word: 'reweighted', text: `weighted by the exact likelihood: ${weightNumbers(found)}` };
}

/** All of it in one line; null: they are the network's own. */
export function markText(marks: readonly Mark[]): string | null {
  return marks.length === 0 ? null : marks.map(({ text }) => text).join('; ');
}

/** Whether two transforms do the same, whichever objects they are made of. */
export function sameTransform(a: PosteriorTransform, b: PosteriorTransform): boolean {
  return a === b || transformKey(a) === transformKey(b);
}

function transformKey({ perturbation, correction }: PosteriorTransform): string {
  const broken = perturbation === null ? null : [perturbation.width, perturbation.shift];
  if (correction === null) return JSON.stringify([broken]);
  switch (correction.kind) {
    case 'rescaling':
      return JSON.stringify([broken, correction.kind, correction.rescaling.width, correction.rescaling.shift]);
    case 'temperature':
      return JSON.stringify([broken, correction.kind, correction.temperature]);
    case 'marginals':
      return JSON.stringify([broken, correction.kind, correction.shapes.map(({ a, b }) => [a, b])]);
    default:
      return correction satisfies never;
  }
}

function correctionText(correction: Correction): string {
  switch (correction.kind) {
    case 'rescaling':
      return rescalingText(correction.rescaling);
    case 'temperature':
      return `temperature ${twoDigits(correction.temperature)}`;
    case 'marginals':
      return 'recalibrated marginals';
    default:
      return correction satisfies never;
  }
}

/** "width × 0.5, shift 0.3 sd" */
function rescalingText({ width, shift }: { readonly width: number; readonly shift: number }): string {
  return `width × ${twoDigits(width)}${shift === 0 ? '' : `, shift ${twoDigits(shift)} sd`}`;
}
