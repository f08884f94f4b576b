/** Credible or confidence? What a credible interval promises, and what it does at one true value. */
import { useCallback } from 'react';
import type { CoverageAt } from '../../../inference/diagnostics/calibration/coverageAt.ts';
import { coverageAtTruth } from '../../actions/checks.ts';
import { short } from '../../format/number.ts';
import { Chart } from '../../plots/Chart.tsx';
import { coverageFigure } from '../../plots/coverageFigure.ts';
import type { Size } from '../../plots/types.ts';
import { useApp } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Fold } from '../controls/Fold.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import css from './CheckColumn.module.css';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';

export const coverageAtTruthPanel: Panel = {
  id: 'coverage-at-truth',
  column: 'check',
  full: true,
  title: 'Credible or confidence?',
  offered: always,
  Component: CredibleFold,
};

function CredibleFold({ anchor, title }: PanelProps) {
  const found = useApp((state) => state.results.coverageAt);
  const fraction = useApp((state) => state.results.coverageProgress);
  return (
    <Fold anchor={anchor} title={title} summary={found === null ? 'at one true value' : ''}>
      <p>
        A credible interval has its stated coverage on average over the prior, not at every true value: near the middle
        of the prior it contains the true value more often than stated, far from it less often. This holds for an exact
        posterior, too. An interval with its stated coverage at every true value is a confidence interval.
      </p>
      <ActionButton action={coverageAtTruth} size="small" />
      {fraction === null ? null : <ProgressBar label="Coverage at the true value" fraction={fraction} />}
      {found === null ? null : <AtTruth found={found} />}
    </Fold>
  );
}

function AtTruth({ found }: { readonly found: CoverageAt }) {
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const theme = usePlotTheme();
  const figure = useCallback((size: Size) => coverageFigure(found, size, theme), [found, theme]);
  const values = system.display(design).map(({ symbol, value }) => `${symbol} = ${short(value(found.theta))}`);
  return (
    <>
      <p className={css.note}>True value: {values.join(', ')}</p>
      <Chart
        anchor="figure:coverage-at-truth"
        figure={figure}
        name={`${system.id}-coverage-at`}
        className={css.chart}
        summary={`Coverage at one true value against credible mass. ${found.verdict.sentence}`}
      />
      <p>
        {found.verdict.sentence} A difference at one true value need not be an error of the network: coverage must be
        right on average over the prior, which the other checks test.
      </p>
    </>
  );
}
