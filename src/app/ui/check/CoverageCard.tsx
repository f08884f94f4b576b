/** Coverage: how often credible intervals hold the true value. */
import { useCallback } from 'react';
import type { CoverageReport } from '../../../inference/diagnostics/coverage.ts';
import { Chart } from '../../plots/Chart.tsx';
import { coverageFigure } from '../../plots/coverageFigure.ts';
import type { Size } from '../../plots/types.ts';
import { useApp } from '../../store/hooks.ts';
import { usePlotTheme } from '../../theme/usePlotTheme.ts';
import { Card } from '../controls/Card.tsx';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import css from './CheckColumn.module.css';
import { useReport } from './useReport.ts';

export function CoverageCard() {
  const { report, source } = useReport();
  return (
    <Card className={css.card} title="Coverage" aside={source}>
      {report === null ? (
        <p className={css.empty}>The share of true values that credible intervals hold, against what they promise.</p>
      ) : (
        <CoverageChart coverage={report.coverage} />
      )}
    </Card>
  );
}

function CoverageChart({ coverage }: { readonly coverage: CoverageReport }) {
  const system = useApp((state) => state.study.system.id);
  const theme = usePlotTheme();
  const figure = useCallback((size: Size) => coverageFigure(coverage, size, theme), [coverage, theme]);
  return (
    <>
      <Chart
        figure={figure}
        name={`${system}-coverage`}
        className={coverage.curves.length > 3 ? `${css.chart} ${css.tall}` : css.chart}
        summary={`Coverage against credible mass. ${coverage.verdict.sentence}`}
      />
      <VerdictLine verdict={coverage.verdict} />
    </>
  );
}
