/** Coverage: how often credible regions hold the true value. */
import { useCallback, useState } from 'react';
import type { CoverageReport } from '../../../inference/diagnostics/coverage/coverage.ts';
import type { CalibrationReport } from '../../../worker/run/reports.ts';
import { Chart } from '../../plots/Chart.tsx';
import { coverageFigure } from '../../plots/coverageFigure.ts';
import type { Size } from '../../plots/types.ts';
import { useApp } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { Card } from '../controls/Card.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import css from './CheckColumn.module.css';
import { NetworkVerdict } from './NetworkVerdict.tsx';
import { useRemark } from './useRemark.ts';
import { useReport } from './useReport.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';

type Kind = keyof CalibrationReport['coverage'];

const kinds = [
  { value: 'central', label: 'Central', help: 'Central credible intervals of each quantity.' },
  { value: 'highestDensity', label: 'Densest', help: 'The densest regions of all parameters together.' },
  {
    value: 'tarp',
    label: 'TARP',
    help: 'Balls around points chosen from the data, in coordinates in which the prior is round (Lemos et al. 2023).',
  },
] as const;

export const coveragePanel: Panel = {
  id: 'coverage',
  column: 'check',
  full: true,
  title: 'Coverage',
  offered: always,
  Component: CoverageCard,
};

function CoverageCard({ anchor, title }: PanelProps) {
  const { report, source, awaited } = useReport();
  const [kind, setKind] = useState<Kind>('central');
  const remark = useRemark(kind, report);
  return (
    <Card className={css.card} anchor={anchor} title={title} aside={source}>
      {report === null ? (
        <p className={css.empty}>
          The fraction of true values inside credible intervals, against the level of the intervals. {awaited}
        </p>
      ) : (
        <>
          <Segmented label="Credible regions" value={kind} options={kinds} onChange={setKind} wide />
          <CoverageChart coverage={report.coverage[kind]} step={report.step} remark={remark} />
        </>
      )}
    </Card>
  );
}

interface ChartProps {
  readonly coverage: CoverageReport;
  readonly step: number;
  readonly remark: string | null;
}

function CoverageChart({ coverage, step, remark }: ChartProps) {
  const system = useApp((state) => state.study.system.id);
  const theme = usePlotTheme();
  const figure = useCallback((size: Size) => coverageFigure(coverage, size, theme), [coverage, theme]);
  return (
    <>
      <Chart
        anchor="figure:coverage"
        figure={figure}
        name={`${system}-coverage`}
        className={coverage.curves.length > 3 ? `${css.chart} ${css.tall}` : css.chart}
        summary={`Coverage against credible mass. ${coverage.verdict.sentence}`}
      />
      <NetworkVerdict verdict={coverage.verdict} step={step} remark={remark} />
    </>
  );
}
