/**
 * Whether the posterior can be trusted at this very observation: data of the kind that was trained on, predictions that look
 * like them, data simulated from it that are answered right, a local test, and the distance from the
 * reference. The other checks are averages over all data.
 */
import { useShallow } from 'zustand/react/shallow';
import { lookedText, observationAdvice } from '../../../inference/diagnostics/report/observationVerdict.ts';
import type { PredictiveCheck } from '../../../inference/diagnostics/data/predictiveCheck.ts';
import type { Verdict } from '../../../inference/diagnostics/report/verdict.ts';
import { transformKind } from '../../../inference/correction/marks.ts';
import { localC2st } from '../../actions/checks.ts';
import { fixed, short } from '../../format/number.ts';
import { networkCompatibility } from '../../store/engineSlice.ts';
import { verdictsHere } from '../../readout/text/verdictsHere.ts';
import { useApp } from '../hooks/hooks.ts';
import { useUntrained } from '../hooks/useUntrained.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Card } from '../controls/Card.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import column from './CheckColumn.module.css';
import { NetworkVerdict } from './NetworkVerdict.tsx';
import { Term } from '../words/Term.tsx';
import css from './TrustCards.module.css';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';

const STATES = {
  good: 'no fault found',
  warn: 'use with caution',
  bad: 'do not trust',
  unchecked: 'posterior not checked',
} as const;
/** p-values of so many summaries are shown, the smallest first. */
const SHOWN = 4;

export const observationChecksPanel: Panel = {
  id: 'observation-checks',
  column: 'check',
  full: true,
  title: 'At this observation',
  offered: always,
  Component: ObservationCard,
};

function ObservationCard({ anchor, title }: PanelProps) {
  const observation = useApp((state) => state.observation.id);
  const observed = useApp((state) => state.trust.observed);
  const local = useApp((state) => state.trust.local);
  const distance = useApp((state) => state.results.distance);
  const altered = useApp((state) => transformKind(state.trust.transform));
  const untrained = useUntrained(observed?.step);
  const weighted = useApp((state) => state.trust.weighted);
  const verdicts = useApp(useShallow(verdictsHere));
  const report = observed?.observation === observation ? observed.report : null;
  const advice = verdicts === null || untrained !== null ? null : observationAdvice(verdicts, altered);
  return (
    <Card
      className={`${column.card} ${css.stack}`}
      anchor={anchor}
      title={title}
      aside={advice === null ? null : STATES[advice.level]}
    >
      {report === null ? (
        <p className={column.empty}>
          Shows whether the network was trained on data like these. Appears with the posterior.
        </p>
      ) : (
        <>
          <VerdictLine verdict={report.outlier.verdict} />
          {report.outlier.worst.length === 0 ? null : (
            <p className={column.note}>
              {report.outlier.ofFeatures === null
                ? 'Farthest from the training data: '
                : 'Entries farthest from the training mean, which are not what was compared: '}
              {report.outlier.worst
                .map(({ name, z }) => `${name} ${z < 0 ? '−' : '+'}${short(Math.abs(z))} sd`)
                .join(', ')}
            </p>
          )}
          {report.predictive === null ? null : <Predictions check={report.predictive} step={observed?.step} />}
          {report.recovery === null ? null : <NetworkVerdict verdict={report.recovery.verdict} step={observed?.step} />}
        </>
      )}
      {local?.observation === observation ? <Local verdict={local.report.verdict} /> : null}
      {weighted?.observation === observation ? <NetworkVerdict verdict={weighted.report.verdict} /> : null}
      {advice === null ? null : <p className={column.note}>{lookedText(advice)}</p>}
      {advice?.remedy ? <p className={column.note}>{advice.remedy}</p> : null}
      <LocalC2st />
      {distance === null ? null : (
        <p className={column.note}>
          Distance from the reference: {fixed(distance.value, 2)} sd (sliced Wasserstein). A classifier on means, widths
          and correlations tells the two sets of draws apart in {fixed(100 * distance.c2st, 0)} % of cases (50 %: not at
          all).
        </p>
      )}
    </Card>
  );
}

function Predictions({ check, step }: { readonly check: PredictiveCheck; readonly step: number | undefined }) {
  const worst = check.summaries.toSorted((a, b) => a.adjustedP - b.adjustedP || a.p - b.p).slice(0, SHOWN);
  return (
    <>
      <NetworkVerdict verdict={check.verdict} step={step} />
      <table className={css.table}>
        <caption className={css.caption}>
          <Term name="predictive-check">Predictive check</Term>, <Term name="p-value">p-values</Term>; corrected for the
          number of summaries
        </caption>
        <thead>
          <tr>
            <th scope="col">summary</th>
            <th scope="col" aria-label="side" />
            <th scope="col">p</th>
            <th scope="col">corrected</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row" colSpan={3}>
              all of them together
            </th>
            <td>{fixed(check.together, 2)}</td>
          </tr>
          {worst.map(({ name, p, adjustedP, side }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{side === null ? 'as predicted' : side === 'low' ? 'lower' : 'higher'}</td>
              <td>{p < 0.001 ? '< 0.001' : fixed(p, 3)}</td>
              <td>{fixed(adjustedP, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** If the network is right at an observation, so are its draws weighted to other priors: the weights are exact. */
function Local({ verdict }: { readonly verdict: Verdict }) {
  const moved = useApp(({ engine, study }) => networkCompatibility(engine, study) === 'moved-priors');
  return (
    <>
      <NetworkVerdict verdict={verdict} />
      {moved ? (
        <p className={column.note}>
          This tests the network’s own posterior, before it is reweighted to the moved priors.
        </p>
      ) : null}
    </>
  );
}

function LocalC2st() {
  const fraction = useApp((state) => state.trust.localProgress);
  return (
    <>
      <ActionButton action={localC2st} size="small" />
      {fraction === null ? null : <ProgressBar label="Local test" fraction={fraction} />}
    </>
  );
}
