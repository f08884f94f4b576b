/** Simulation-based calibration: ranks of the true parameters among posterior draws, which must be uniform. */
import { useCallback } from 'react';
import { Chart } from '../../plots/Chart.tsx';
import { sbcFigure } from '../../plots/sbcFigure.ts';
import type { Size } from '../../plots/types.ts';
import { useApp } from '../../store/hooks.ts';
import { usePlotTheme } from '../../theme/usePlotTheme.ts';
import { Card } from '../controls/Card.tsx';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import css from './CheckColumn.module.css';
import { useReport } from './useReport.ts';

export function CalibrationCard() {
  const system = useApp((state) => state.study.system.id);
  const { report, source } = useReport();
  const theme = usePlotTheme();
  const sbc = report?.sbc ?? null;
  const draw = useCallback((size: Size) => (sbc === null ? null : sbcFigure(sbc, size, theme)), [sbc, theme]);
  return (
    <Card className={css.card} title="Calibration (SBC)" aside={source}>
      {sbc === null ? (
        <p className={css.empty}>
          Ranks of the true values among posterior draws, over many data sets: flat if the network is honest. They come
          with the first epochs.
        </p>
      ) : (
        <>
          <Chart
            figure={draw as (size: Size) => NonNullable<ReturnType<typeof draw>>}
            name={`${system}-sbc`}
            className={sbc.quantities.length > 3 ? `${css.chart} ${css.tall}` : css.chart}
            summary={`Rank histograms of ${sbc.quantities.map(({ symbol }) => symbol).join(', ')} over ${sbc.datasets} data sets. ${sbc.verdict.sentence}`}
          />
          <VerdictLine verdict={sbc.verdict} />
        </>
      )}
    </Card>
  );
}
