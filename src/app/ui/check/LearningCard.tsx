/** The learning curve, the best validation loss, and what it says about the training. */
import { useCallback, useMemo } from 'react';
import { Chart } from '../../plots/Chart.tsx';
import { lossFigure } from '../../plots/lossFigure.ts';
import type { Size } from '../../plots/types.ts';
import { fixed } from '../../format/number.ts';
import { useApp, useTelemetry } from '../hooks/hooks.ts';
import type { Telemetry } from '../../store/telemetry.ts';
import { usePaced } from '../hooks/usePaced.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { Card } from '../controls/Card.tsx';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import css from './CheckColumn.module.css';
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
  const data = useMemo(
    // `version` stands for the growth of the trace, which is one object for the whole run.
    () => ({ ...lossData({ trace, validation, totalSteps }), version }),
    [trace, version, validation, totalSteps],
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
            : `Training and validation loss against step; best validation loss ${fixed(best.loss, 3)} nats at step ${best.step}.`
        }
      />
      {verdict === null ? (
        <p className={css.empty}>The first validation loss appears after one epoch.</p>
      ) : (
        <VerdictLine verdict={verdict} />
      )}
    </Card>
  );
}
