/** Three networks and a nuisance parameter: ignored, drawn from its prior, drawn from a prior that is too wide. */
import { useCallback } from 'react';
import { trainThree } from '../../actions/concepts.ts';
import { percent, short } from '../../format/number.ts';
import { Chart } from '../../plots/Chart.tsx';
import { sbcFigure } from '../../plots/sbcFigure.ts';
import type { Size } from '../../plots/types.ts';
import {
  noNuisanceTrial,
  nuisanceFound,
  nuisancesOffered,
  nuisanceTried,
} from '../../readout/concepts/nuisanceQuestion.ts';
import {
  closedFormText,
  parameterShown,
  trialNames,
  type TrialRow,
  trialRow,
} from '../../readout/concepts/nuisanceText.ts';
import type { NuisanceTrialState, TrialName } from '../../store/conceptsSlice.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Choice } from '../controls/Choice.tsx';
import { Fold } from '../controls/Fold.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { useApp, useSession } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';
import css from './Concepts.module.css';

export const nuisanceTrialPanel: Panel = {
  id: 'nuisance-trial',
  column: 'check',
  full: true,
  title: 'Three networks and a nuisance',
  offered: always,
  Component: NuisanceTrialFold,
};

const ORDER: readonly TrialName[] = ['ignored', 'drawn', 'wide'];

function NuisanceTrialFold({ anchor, title }: PanelProps) {
  const session = useSession();
  const none = useApp(noNuisanceTrial);
  // The key: systems make their specifications afresh.
  const tried = useApp((state) => nuisanceTried(state)?.key ?? null);
  const found = useApp(nuisanceFound);
  const progress = useApp((state) => state.concepts.nuisanceTrial.progress);
  const system = useApp((state) => state.study.system);
  const problem = useApp((state) => state.study.problem);
  const options = nuisancesOffered(system, problem).map(({ key, symbol, label }) => ({
    value: key,
    label: `${symbol} ${label}`,
  }));
  return (
    <Fold anchor={anchor} title={title} summary={found === null ? 'what ignoring it costs' : ''}>
      <p>
        Three small networks, trained one after the other beside yours: one ignores a nuisance parameter, one is shown
        draws from its prior, one draws from a prior that is too wide. The same 200 data sets check all three.
      </p>
      {none === null && tried !== null ? (
        <>
          {options.length > 1 ? (
            <div className={css.line}>
              <Choice
                label="Nuisance parameter"
                value={tried}
                options={options}
                onChange={(key) => session.nuisanceTrial.choose(key)}
                boxed
              />
            </div>
          ) : null}
          <ActionButton action={trainThree} size="small" />
          {progress === null ? null : <ProgressBar label="Three networks" fraction={progress} />}
          {found === null ? null : <Compared found={found} />}
          <p className={css.note}>{closedFormText()}</p>
        </>
      ) : (
        <p className={css.note}>There is nothing to train here. {none}</p>
      )}
    </Fold>
  );
}

function Compared({ found }: { readonly found: NonNullable<NuisanceTrialState['found']> }) {
  const system = useApp((state) => state.study.system);
  const problem = useApp((state) => state.study.problem);
  const theme = usePlotTheme();
  const j = parameterShown(found);
  const figure = useCallback(
    (size: Size) => {
      const done = ORDER.flatMap((name) => {
        const network = found.networks[name];
        return network === undefined ? [] : [{ name, sbc: network.sbc }];
      });
      const [{ sbc }] = done;
      const quantities = done.map((one) => ({
        key: one.name,
        symbol: one.name,
        histogram: one.sbc.quantities[j].histogram,
      }));
      return sbcFigure({ ...sbc, quantities }, size, theme);
    },
    [found, j, theme],
  );
  const { symbol } = system.parameters(problem.design)[j];
  const rows = ORDER.flatMap((name) => {
    const network = found.networks[name];
    return network === undefined ? [] : [trialRow(name, network, j)];
  });
  if (rows.length === 0) return null;
  return (
    <>
      <Chart
        anchor="figure:nuisance-trial"
        figure={figure}
        name={`${system.id}-nuisance`}
        className={css.low}
        summary={`Rank histograms of ${symbol} for three networks. ${rows.map(rowText).join(' ')}`}
      />
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">nuisance</th>
            <th scope="col">sd of {symbol}</th>
            <th scope="col">90 % interval</th>
            <th scope="col">SBC p</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{trialNames[row.name]}</th>
              <td>{short(row.sd, 2)}</td>
              <td>
                {short(row.interval[0])} to {short(row.interval[1])}
              </td>
              <td>{short(row.p, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{rows.map(rowText).join(' ')}</p>
      {nothingLost(rows) ? (
        <p>
          Ignoring this nuisance parameter costs too little here for 200 data sets to show: it hardly changes the data
          beside the noise.
        </p>
      ) : null}
      <p className={css.note}>
        Ranks of {symbol} over data whose nuisance parameter is drawn from its prior. A valley means too narrow, a hill
        too wide. Drawing it is right only as far as its prior is.
      </p>
    </>
  );
}

/** Below it, ranks are not taken for uniform. */
const CAUTION = 0.05;

/** All three are done, and the one that ignores the nuisance passes. */
function nothingLost(rows: readonly TrialRow[]): boolean {
  return rows.length === ORDER.length && rows[0].p >= CAUTION;
}

function rowText({ name, p, widthFactor }: TrialRow): string {
  const start = `${trialNames[name].replace(/^./, (letter) => letter.toUpperCase())}: `;
  if (p >= CAUTION) return `${start}no sign of miscalibration.`;
  const size = percent(Math.abs(1 - widthFactor));
  return `${start}${widthFactor < 1 ? `too narrow by ${size}, or misplaced` : `too wide by ${size}`}.`;
}
