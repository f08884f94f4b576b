/** What a figure or a report says of itself above: system, posterior, network. */
import { transformMarks } from '../../../inference/correction/marks.ts';
import type { AppState } from '../../store/appStore.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { bestOf, networkOf, networkStep, networkText, nuisanceText, posteriorOf } from './titleLine.ts';
import { openStudy } from '../../store/engineSlice.ts';

/** "p(A, b | 9 band powers)" */
export function posteriorText({ study }: AppState): string {
  const { symbols, given } = posteriorOf(study.system, study.problem);
  return `p(${symbols} | ${given})`;
}

/** What is marginalised or fixed, and which network answers. */
export function conditionsText(state: AppState, telemetry: Telemetry): string {
  const { engine, results, study } = state;
  const { frame } = telemetry;
  const whose = networkOf(engine, study, frame?.study ?? null, telemetry.pretrainedNotes !== null);
  const warm = openStudy(engine)?.info.warm ?? false;
  const network = networkText(
    whose,
    networkStep(telemetry),
    bestOf(telemetry),
    results.weighting,
    frame?.exact ?? null,
    warm,
  );
  const altered = frame === null ? [] : transformMarks(frame.transform).map(({ text }) => text);
  return [...altered, ...nuisanceText(study.system, study.problem), network].join(' · ');
}
