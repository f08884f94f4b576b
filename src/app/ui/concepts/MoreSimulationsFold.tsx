/** What more simulations would bring: networks on a quarter, a half and all of them, compared on the same held-out pairs. */
import { useCallback } from 'react';
import type { MoreSimulations } from '../../../inference/diagnostics/moreSimulations/moreSimulations.ts';
import { compareParts } from '../../actions/concepts.ts';
import { count } from '../../format/number.ts';
import { Chart } from '../../plots/Chart.tsx';
import { moreFigure } from '../../plots/moreFigure.ts';
import type { Size } from '../../plots/types.ts';
import { moreFound, noMore } from '../../readout/concepts/moreQuestion.ts';
import {
  costText,
  insteadText,
  MORE_LIMITS,
  moreData,
  moreSummary,
  stepsPerSecondOf,
} from '../../readout/concepts/moreText.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Fold } from '../controls/Fold.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { useApp, useTelemetry } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';
import css from './Concepts.module.css';

export const moreSimulationsPanel: Panel = {
  id: 'more-simulations',
  column: 'check',
  full: true,
  title: 'What more simulations would bring',
  offered: always,
  Component: MoreSimulationsFold,
};

function MoreSimulationsFold({ anchor, title }: PanelProps) {
  const none = useApp(noMore);
  const found = useApp(moreFound);
  const progress = useApp((state) => state.concepts.more.progress);
  const perSecond = useTelemetry(stepsPerSecondOf);
  const cost = useApp((state) => (noMore(state) === null ? costText(state, perSecond) : ''));
  return (
    <Fold anchor={anchor} title={title} summary={found === null ? 'not asked' : 'told below'}>
      {none === null ? (
        <>
          <p>{cost} Your network stays in use as it is.</p>
          <ActionButton action={compareParts} size="small" />
          {progress === null ? null : <ProgressBar label="Networks on parts" fraction={progress} />}
          {found === null ? null : <Told more={found.more} />}
        </>
      ) : (
        <p className={css.note}>There is nothing to compare here. {none}</p>
      )}
    </Fold>
  );
}

function Told({ more }: { readonly more: MoreSimulations }) {
  const system = useApp((state) => state.study.system.id);
  const instead = useApp(insteadText);
  const theme = usePlotTheme();
  const figure = useCallback((size: Size) => moreFigure(moreData(more), size, theme), [more, theme]);
  return (
    <>
      <p>{more.sentence}</p>
      <Chart
        anchor="figure:more-simulations"
        figure={figure}
        name={`${system}-more-simulations`}
        className={css.figure}
        summary={moreSummary(more)}
      />
      <p className={css.note}>
        Mean loss on {count(more.pairs)} held-out pairs; the last point is your network. Bars: one standard error of the
        difference from it{more.next === null ? '' : '; open mark: where doubling again would lead'}. {more.training}
      </p>
      <p className={css.note}>{MORE_LIMITS}</p>
      <p>{instead}</p>
    </>
  );
}
