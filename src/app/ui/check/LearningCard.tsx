/** The learning curve, the best validation loss, and what it says about the training. */
import { useCallback, useMemo } from 'react';
import type { AttainableLoss } from '../../../inference/diagnostics/floor/attainableLoss.ts';
import { floorOfLoss } from '../../actions/checks.ts';
import { Chart } from '../../plots/Chart.tsx';
import { lossFigure } from '../../plots/lossFigure.ts';
import type { Size } from '../../plots/types.ts';
import { fixed } from '../../format/number.ts';
import { useApp, useTelemetry } from '../hooks/hooks.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { usePaced } from '../hooks/usePaced.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Card } from '../controls/Card.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import css from './CheckColumn.module.css';
import { floorShown, floorText, floorUnknown } from '../../readout/text/floorText.ts';
import { learningVerdict, trainedFresh } from '../../readout/text/learningVerdict.ts';
import { lossData } from '../../readout/text/lossData.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';
import { runState } from '../../store/engineSlice.ts';

/** The curve of a long run hardly changes in a tenth of a second, ms. */
const PACE = 350;
const versionOf = (state: Telemetry) => state.version;

export const learningPanel: Panel = {
  id: 'learning',
  column: 'check',
  full: true,
  title: 'Learning',
  offered: always,
  Component: LearningCard,
};

function LearningCard({ anchor, title }: PanelProps) {
  const system = useApp((state) => state.study.system.id);
  const run = useApp((state) => runState(state.engine));
  const trace = useTelemetry((state) => state.trace);
  const version = usePaced(versionOf, PACE);
  const validation = useTelemetry((state) => state.validation);
  const totalSteps = useTelemetry((state) => state.progress.totalSteps);
  const finished = useTelemetry((state) => state.finished);
  const theme = usePlotTheme();
  const report = useApp(floorShown);
  const unknown = useApp(floorUnknown);
  const fraction = useApp((state) => state.results.floorProgress);
  const floor = report?.floor ?? null;
  const data = useMemo(
    // `version` stands for the growth of the trace, which is one object for the whole run.
    () => ({ ...lossData({ trace, validation, totalSteps }, floor), version }),
    [trace, version, validation, totalSteps, floor],
  );
  const { best } = data;
  const figure = useCallback((size: Size) => lossFigure(data, size, theme), [data, theme]);
  const outlying = useApp((state) => state.study.system.outlying);
  const fresh = useApp(trainedFresh);
  const verdict = learningVerdict(validation, trace, run, finished, fresh, outlying);
  return (
    <Card
      className={css.card}
      anchor={anchor}
      title={title}
      aside={best === null ? null : `${fixed(best.loss, 2)} nats`}
    >
      <Chart
        anchor="figure:loss"
        figure={figure}
        name={`${system}-loss`}
        className={css.chart}
        summary={
          best === null
            ? 'Training loss against step.'
            : `Training and validation loss against step; best validation loss ${fixed(best.loss, 3)} nats at step ${best.step}.${floor === null ? '' : ` Floor of the loss: ${fixed(floor, 3)} nats.`}`
        }
      />
      {verdict === null ? (
        <p className={css.empty}>The first validation loss appears after one epoch.</p>
      ) : (
        <VerdictLine verdict={verdict} />
      )}
      <Floor report={report} unknown={unknown} fraction={fraction} />
    </Card>
  );
}

/** What no network can get below; or the button that computes it, or why it cannot be computed. */
function Floor({
  report,
  unknown,
  fraction,
}: {
  readonly report: AttainableLoss | null;
  readonly unknown: string | null;
  readonly fraction: number | null;
}) {
  if (report !== null) return <p className={css.empty}>{floorText(report)}</p>;
  if (unknown !== null) return <p className={css.empty}>Floor of the loss: {unknown}</p>;
  return (
    <>
      <ActionButton action={floorOfLoss} size="small" />
      {fraction === null ? null : <ProgressBar label="Floor of the loss" fraction={fraction} />}
    </>
  );
}
