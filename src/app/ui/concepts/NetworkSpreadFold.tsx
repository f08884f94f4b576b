/** What one network does not tell: how much another training, on other simulations, would change its posterior. */
import { useCallback, useMemo } from 'react';
import type { Quantity } from '../../../inference/simulators/system.ts';
import { trainFives } from '../../actions/concepts.ts';
import { count, short } from '../../format/number.ts';
import { Chart } from '../../plots/Chart.tsx';
import { type SpreadData, spreadFigure } from '../../plots/spreadFigure.ts';
import type { Size } from '../../plots/types.ts';
import {
  largest,
  networkSpreadFound,
  noNetworkSpread,
  spreadQuantities,
  spreadQuantity,
} from '../../readout/concepts/networkSpreadQuestion.ts';
import { spreadData, spreadReference } from '../../readout/concepts/conceptFigures.ts';
import { betweenText, spreadSummary, spreadText } from '../../readout/concepts/networkSpreadText.ts';
import type { NetworkSpreadState } from '../../store/conceptsSlice.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Choice } from '../controls/Choice.tsx';
import { Fold } from '../controls/Fold.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { useApp, useSession } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';
import css from './Concepts.module.css';

export const networkSpreadPanel: Panel = {
  id: 'network-spread',
  column: 'check',
  full: true,
  title: 'What the network does not know',
  offered: always,
  Component: NetworkSpreadFold,
};

function NetworkSpreadFold({ anchor, title }: PanelProps) {
  const session = useSession();
  const none = useApp(noNetworkSpread);
  const found = useApp(networkSpreadFound);
  const upTo = useApp((state) => state.concepts.networkSpread.upTo);
  const progress = useApp((state) => state.concepts.networkSpread.progress);
  return (
    <Fold anchor={anchor} title={title} summary={found === null ? 'would another one agree?' : ''}>
      <p>
        One training gives one network. Trained again, on other simulations of the same problem, it would answer a
        little differently, and no single posterior shows that. Here five small networks each are trained on 200
        simulations, on 1,000, and so on, beside yours.
      </p>
      {none === null ? (
        <>
          <div className={css.line}>
            <span>up to</span>
            <Choice
              label="Simulations of the largest networks"
              value={String(upTo)}
              options={largest.map((simulations) => ({ value: String(simulations), label: count(simulations) }))}
              onChange={(simulations) => session.networkSpread.extend(Number(simulations))}
              boxed
            />
            <span>simulations</span>
          </div>
          <ActionButton action={trainFives} size="small" />
          {progress === null ? null : <ProgressBar label="Networks" fraction={progress} />}
          {found === null ? null : <Spread found={found} />}
        </>
      ) : (
        <p className={css.note}>There is nothing to train here. {none}</p>
      )}
    </Fold>
  );
}

function Spread({ found }: { readonly found: NonNullable<NetworkSpreadState['found']> }) {
  const session = useSession();
  const system = useApp((state) => state.study.system);
  const problem = useApp((state) => state.study.problem);
  const j = useApp(spreadQuantity);
  const quantities = spreadQuantities({ system, problem });
  const reference = useReference(j);
  const theme = usePlotTheme();
  const { sizes } = found;
  const figure = useCallback(
    (size: Size) => spreadFigure(spreadData(found, j, reference), size, theme),
    [found, j, reference, theme],
  );
  const { key } = quantities[j];
  const name = nameOf(quantities[j]);
  return (
    <>
      <p>{spreadText(sizes)}</p>
      {quantities.length > 1 ? (
        <div className={css.line}>
          <span>variance of</span>
          <Choice
            label="Quantity"
            value={key}
            options={quantities.map((quantity) => ({ value: quantity.key, label: nameOf(quantity) }))}
            onChange={(chosen) => session.networkSpread.show(chosen)}
            boxed
          />
        </div>
      ) : null}
      <Chart
        anchor="figure:network-spread"
        figure={figure}
        name={`${system.id}-networks`}
        className={css.figure}
        summary={spreadSummary(found, j, name, reference?.variance ?? null)}
      />
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">simulations</th>
            <th scope="col">within</th>
            <th scope="col">between</th>
          </tr>
        </thead>
        <tbody>
          {sizes.map(({ simulations, here }) => (
            <tr key={simulations}>
              <th scope="row">{count(simulations)}</th>
              <td>{short(here[j].within, 2)}</td>
              <td>{betweenText(here[j])}</td>
            </tr>
          ))}
          {reference === null ? null : (
            <tr>
              <th scope="row">{reference.name}</th>
              <td>{short(reference.variance, 2)}</td>
              <td>none</td>
            </tr>
          )}
        </tbody>
      </table>
      <p className={css.note}>
        Variances of {name} for the data on screen. Within: the mean of the five posteriors’ own variances, all that one
        network shows. Between: how far their means lie apart. Five networks tell it only roughly: the grey bars are its
        95 % intervals. Under a number: they differ by no more than their draws scatter.
      </p>
      <p className={css.note}>
        Networks that agree can all be wrong in the same way: a small variance between them does not make them right.
        {reference === null ? ' There is no reference here that would tell.' : ''}
      </p>
    </>
  );
}

/** Whose variance it is. */
function nameOf({ symbol, scale }: Quantity): string {
  if (scale !== 'log') return symbol;
  return symbol.length > 2 ? `ln(${symbol})` : `ln ${symbol}`;
}

/** The same object while it is the same. */
function useReference(j: number): SpreadData['reference'] {
  const variance = useApp((state) => spreadReference(state, j)?.variance ?? null);
  const name = useApp((state) => spreadReference(state, j)?.name ?? '');
  return useMemo(() => (variance === null ? null : { variance, name }), [variance, name]);
}
