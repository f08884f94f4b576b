/** What the view of the likelihood says in sentences. */
import type { Hike, Landscape, Scene } from '../../../inference/diagnostics/landscape/landscape.ts';
import { mean, sd } from '../../../inference/math/statistics.ts';
import { count, fixed, short } from '../../format/number.ts';
import type { HikersState } from '../../store/conceptsSlice.ts';

/** Below it, the spacing of double-precision numbers near F = 8, no number lies on the peak but the true value itself. */
const SPACING = 2e-15;

/** Number of maxima, width of the peak. */
export function sceneText({ maxima, width, window, symbol, scale }: Scene): string {
  const many = maxima === 1 ? 'One maximum' : `${count(maxima)} local maxima`;
  const along = window === null ? `along ${symbol}` : `after ${count(window)} time unit${window === 1 ? '' : 's'}`;
  if (window === null) {
    return `${many} ${along}; standard deviation ${short(width, 2)}${scale === 'log' ? ` of ln ${symbol}` : ''}.`;
  }
  const fine = width < SPACING ? ', finer than a computer’s numbers near it' : '';
  return `${many} ${along}. The peak at the true ${symbol} is ${short(width, 2)} wide${fine}.`;
}

/** What becomes of the likelihood as its record grows. */
export function windowsText(scenes: readonly Scene[]): string {
  const last = scenes[scenes.length - 1];
  const longest = `to ${count(last.window ?? Number.NaN)} time units`;
  return `From ${count(scenes[0].window ?? Number.NaN)} ${longest} the number of maxima goes from ${count(scenes[0].maxima)} to ${count(last.maxima)}, the width of the peak from ${short(scenes[0].width, 2)} to ${short(last.width, 1)}.`;
}

/** Where the climbers ended. */
export function hikeText({ climbs, nearTruth, onPeak, near }: Hike, scene: Scene): string {
  const all = climbs.length;
  const ended = Math.round(nearTruth * all);
  const top = Math.round(onPeak * all);
  if (scene.window === null) {
    return `${count(top)} of ${count(all)} climbers ended at least as high as the marked value (within 2 nats).`;
  }
  return `Of ${count(all)} climbers ${count(ended)} ended within ${short(near, 2)} of the true ${scene.symbol}, ${count(top)} on its peak (within 2 nats).`;
}

/** The posterior from summaries, in numbers. */
export function climateNumbers(climate: NonNullable<HikersState['found']>['climate']) {
  if (climate === null || climate.answer.kind !== 'reference') return null;
  const { draws } = climate.answer;
  return { mean: mean(draws), sd: sd(draws) };
}

export function climateText(climate: NonNullable<HikersState['found']>['climate']): string | null {
  if (climate === null) return null;
  if (climate.answer.kind !== 'reference') return climate.answer.reason;
  const numbers = climateNumbers(climate);
  if (numbers === null) return null;
  return `From six climate summaries of ${short(climate.record)} time units, start unknown: F = ${fixed(numbers.mean, 2)} ± ${short(numbers.sd, 2)} (approximate reference). They throw away when what happened, and give an answer without a climb.`;
}

/** For those who cannot see the figure. */
export function landscapeSummary(scene: Scene, hike: Hike | null, landscape: Landscape): string {
  const of = landscape.sites === null ? 'of the observed data' : `of a record of ${landscape.sites} sites`;
  return `Log likelihood ${of}. ${sceneText(scene)}${hike === null ? '' : ` ${hikeText(hike, scene)}`}`;
}
