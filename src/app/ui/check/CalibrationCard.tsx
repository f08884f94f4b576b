/** Simulation-based calibration: ranks of true values among posterior draws, which must be uniform. */
import { useCallback, useState } from 'react';
import type { SbcReport } from '../../../inference/diagnostics/calibration/sbc.ts';
import { Chart } from '../../plots/Chart.tsx';
import { ecdfFigure } from '../../plots/ecdfFigure.ts';
import { sbcFigure } from '../../plots/sbcFigure.ts';
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

const views = [
  { value: 'histogram', label: 'Histogram', help: 'Counts of ranks: flat if the posteriors are calibrated.' },
  {
    value: 'ecdf',
    label: 'ECDF',
    help: 'Distribution function of the ranks minus the uniform one: for 95 % of calibrated networks the whole curve stays in the band.',
  },
] as const;
type View = (typeof views)[number]['value'];

export const calibrationPanel: Panel = {
  id: 'calibration',
  column: 'check',
  full: true,
  title: 'Calibration (SBC)',
  offered: always,
  Component: CalibrationCard,
};

function CalibrationCard({ anchor, title }: PanelProps) {
  const { report, source, awaited } = useReport();
  const remark = useRemark('sbc', report);
  return (
    <Card className={css.card} anchor={anchor} title={title} aside={source}>
      {report === null ? (
        <p className={css.empty}>
          Ranks of the true values among posterior draws, over many data sets. Flat bars mean that the stated
          uncertainty is right. {awaited}
        </p>
      ) : (
        <CalibrationChart sbc={report.sbc} step={report.step} remark={remark} />
      )}
    </Card>
  );
}

interface ChartProps {
  readonly sbc: SbcReport;
  readonly step: number;
  readonly remark: string | null;
}

function CalibrationChart({ sbc, step, remark }: ChartProps) {
  const system = useApp((state) => state.study.system.id);
  const [view, setView] = useState<View>('histogram');
  const theme = usePlotTheme();
  const figure = useCallback(
    (size: Size) => (view === 'histogram' ? sbcFigure(sbc, size, theme) : ecdfFigure(sbc, size, theme)),
    [sbc, theme, view],
  );
  const symbols = sbc.quantities.map(({ symbol }) => symbol).join(', ');
  const what = view === 'histogram' ? 'Rank histograms' : 'Distribution functions of ranks, minus the uniform one,';
  return (
    <>
      <Segmented label="View of the ranks" value={view} options={views} onChange={setView} wide />
      <Chart
        anchor="figure:calibration"
        figure={figure}
        name={`${system}-sbc`}
        className={`${css.chart} ${heightOf(sbc.quantities.length)}`}
        summary={`${what} of ${symbols} over ${sbc.datasets} data sets. ${sbc.verdict.sentence}`}
      />
      <NetworkVerdict verdict={sbc.verdict} step={step} remark={remark} />
      <p className={css.verdictNote}>{quantityNote(sbc)}</p>
    </>
  );
}

/** Up to three panels stand in one row, up to six in two. */
function heightOf(panels: number): string {
  if (panels <= 3) return '';
  return panels <= 6 ? css.tall : css.tallest;
}

function quantityNote({ quantities }: SbcReport): string {
  const density = 'ln q: density of the true value under the posterior';
  return quantities.some(({ kind }) => kind === 'likelihood')
    ? `${density}. ln p: likelihood of the data, which reveals a posterior that ignores them.`
    : `${density}.`;
}
