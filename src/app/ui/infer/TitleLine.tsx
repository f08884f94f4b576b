/** The posterior's title, and what is known about its reference. */
import type { ReactNode } from 'react';
import { UNTRANSFORMED } from '../../../inference/correction/posteriorTransform.ts';
import { transformMarks, markText } from '../../../inference/correction/marks.ts';
import { trainNewStudy } from '../../actions/training.ts';
import { isAnswered } from '../../readout/network/answering.ts';
import { useApp, useTelemetry } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import css from './InferColumn.module.css';
import {
  bestOf,
  networkOf,
  networkStep,
  networkText,
  nuisanceText,
  posteriorOf,
} from '../../readout/text/titleLine.ts';
import { openStudy } from '../../store/engineSlice.ts';

export function TitleLine({ children }: { readonly children?: ReactNode }) {
  const system = useApp((state) => state.study.system);
  const problem = useApp((state) => state.study.problem);
  const step = useTelemetry(networkStep);
  const best = useTelemetry(bestOf);
  const shown = useTelemetry((state) => state.frame?.study ?? null);
  const pretrainedNotes = useTelemetry((state) => state.pretrainedNotes !== null);
  const whose = useApp((state) => networkOf(state.engine, state.study, shown, pretrainedNotes));
  const weighting = useApp((state) => state.results.weighting);
  const exact = useTelemetry((state) => state.frame?.exact ?? null);
  const warm = useApp((state) => openStudy(state.engine)?.info.warm ?? false);
  const answered = useApp(isAnswered);
  const { symbols, given } = posteriorOf(system, problem);
  const altered = useTelemetry((state) => markText(transformMarks(state.frame?.transform ?? UNTRANSFORMED)));
  const rest = [
    ...(altered === null ? [] : [altered]),
    ...nuisanceText(system, problem),
    networkText(whose, step, best, weighting, exact, warm),
  ].join(' · ');
  return (
    <div className={css.titleLine}>
      <p className={css.what}>
        <i>p</i>(<i>{symbols}</i> | {given}) · {rest}
      </p>
      <div className={css.titleTools}>
        {weighting !== null && whose === 'moved-priors' && answered ? (
          <ActionButton action={trainNewStudy} look="quiet" size="small" />
        ) : null}
        {children}
      </div>
    </div>
  );
}
