/** The posterior's title, and what is known about its reference. */
import type { ReactNode } from 'react';
import { studyHyperprior } from '../../../inference/study/study.ts';
import { trainNewStudy } from '../../actions/training.ts';
import { isAnswered } from '../../store/answering.ts';
import { networkStanding } from '../../store/engineSlice.ts';
import { useApp, useTelemetry } from '../../store/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import css from './InferColumn.module.css';
import { networkText, nuisanceText, posteriorOf } from './titleLine.ts';

export function TitleLine({ children }: { readonly children?: ReactNode }) {
  const system = useApp((state) => state.study.system);
  const problem = useApp((state) => state.study.problem);
  const standing = useApp((state) => networkStanding(state.engine, state.study));
  const open = useApp((state) => state.engine.open?.study ?? null);
  const step = useTelemetry((state) => state.frame?.step ?? null);
  const former = useTelemetry((state) => state.frame !== null && state.frame.study !== open);
  const weighting = useApp((state) => state.results.weighting);
  const answered = useApp(isAnswered);
  const learnt = open !== null && open.problem.system === system.id && studyHyperprior(system, open) !== null;
  const { symbols, given } = posteriorOf(system, problem);
  const rest = [
    ...nuisanceText(system, problem),
    networkText(former && standing === 'this-study' ? 'former-study' : standing, step, weighting, learnt),
  ].join(' · ');
  return (
    <div className={css.titleLine}>
      <p className={css.what}>
        <i>p</i>(<i>{symbols}</i> | {given}) · {rest}
      </p>
      {weighting !== null && standing === 'moved-priors' && answered ? (
        <ActionButton action={trainNewStudy} look="quiet" size="small" />
      ) : null}
      {children}
    </div>
  );
}
