/** The ledger: what training costs once, what each posterior costs then, and from how many observations on that is cheaper. */
import { useCallback } from 'react';
import { measureCosts } from '../../actions/concepts.ts';
import { Chart } from '../../plots/Chart.tsx';
import { ledgerFigure } from '../../plots/ledgerFigure.ts';
import type { Size } from '../../plots/types.ts';
import { ledgerData } from '../../readout/concepts/conceptFigures.ts';
import { ledgerFound, noLedger } from '../../readout/concepts/ledgerQuestion.ts';
import { ledgerCaveats, ledgerRows, payText, time } from '../../readout/concepts/ledgerText.ts';
import type { LedgerState } from '../../store/conceptsSlice.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Fold } from '../controls/Fold.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { useApp, useTelemetry } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';
import css from './Concepts.module.css';

export const ledgerPanel: Panel = {
  id: 'ledger',
  column: 'check',
  full: true,
  title: 'Ledger',
  offered: always,
  Component: LedgerFold,
};

function LedgerFold({ anchor, title }: PanelProps) {
  const none = useApp(noLedger);
  const found = useApp(ledgerFound);
  const progress = useApp((state) => state.concepts.ledger.progress);
  return (
    <Fold anchor={anchor} title={title} summary={found === null ? 'when does training pay?' : ''}>
      <p>
        Simulating and training are paid once, whatever is observed. The usual way pays for each observation. The page
        times both here, on other data than yours and on a network like yours, which stays as it is.
      </p>
      {none === null ? (
        <>
          <ActionButton action={measureCosts} size="small" />
          {progress === null ? null : <ProgressBar label="Costs" fraction={progress} />}
          {found === null ? null : <Costs found={found} />}
        </>
      ) : (
        <p className={css.note}>There is nothing to time here. {none}</p>
      )}
    </Fold>
  );
}

function Costs({ found }: { readonly found: NonNullable<LedgerState['found']> }) {
  const system = useApp((state) => state.study.system.id);
  const elsewhere = useTelemetry(({ pretrainedNotes }) => pretrainedNotes?.seconds ?? null);
  const theme = usePlotTheme();
  const { other } = found;
  const figure = useCallback((size: Size) => ledgerFigure(ledgerData(found), size, theme), [found, theme]);
  return (
    <>
      <p>{payText(found)}</p>
      <Chart
        anchor="figure:ledger"
        figure={figure}
        name={`${system}-ledger`}
        className={css.figure}
        summary={`Seconds that the posteriors of 1 to 1,000 observations and more cost together. ${payText(found)}`}
      />
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">cost</th>
            <th scope="col">how often</th>
            <th scope="col">time</th>
          </tr>
        </thead>
        <tbody>
          {ledgerRows(found).map(({ name, from, seconds }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{from}</td>
              <td>{time(seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {other.kind === 'timed' ? <p className={css.note}>{other.method}</p> : null}
      {ledgerCaveats(found, elsewhere).map((sentence) => (
        <p key={sentence} className={css.note}>
          {sentence}
        </p>
      ))}
    </>
  );
}
