/** Rejection by hand: simulations near the observation are kept, and their parameters are draws of a posterior. */
import { useCallback, useMemo } from 'react';
import { entryNames } from '../../../inference/simulators/dataShape.ts';
import { count, short } from '../../format/number.ts';
import { Chart } from '../../plots/Chart.tsx';
import { rejectionFigure } from '../../plots/rejectionFigure.ts';
import type { Size } from '../../plots/types.ts';
import { referenceView } from '../../readout/figures/cornerData.ts';
import { MOST_NAMED, mostSimulations, rejectedOf, rejectionQuantity } from '../../readout/figures/rejected.ts';
import { rejectionData } from '../../readout/figures/rejectionData.ts';
import { acceptedText, limitText, rejectionWarning, widthRows } from '../../readout/text/rejectionText.ts';
import { patch } from '../../store/appStore.ts';
import type { RejectionView } from '../../store/rejectionSlice.ts';
import { Choice } from '../controls/Choice.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { Slider } from '../controls/Slider.tsx';
import table from '../controls/Table.module.css';
import { Unseen } from '../controls/Unseen.tsx';
import { useApp, useParts } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';
import css from './ConceptPanel.module.css';
import { useFrame } from './useFrame.ts';

export const rejectionPanel: Panel = {
  id: 'rejection',
  column: 'infer',
  title: 'By rejection',
  full: true,
  tab: { value: 'rejection', label: 'By rejection' },
  offered: always,
  Component: RejectionPanel,
};

const TOLERANCE = { low: 0.003, high: 3 } as const;
const NUMBERS = [1000, 10_000, 50_000, 200_000] as const;

function RejectionPanel({ anchor, title }: PanelProps) {
  const { store } = useParts();
  const system = useApp((state) => state.study.system);
  const problem = useApp((state) => state.study.problem);
  const view = useApp((state) => state.view.rejection);
  const rejected = useApp(rejectedOf);
  const failure = useApp((state) => state.rejection.problem);
  const simulating = useApp((state) => state.rejection.simulating);
  const observed = useApp((state) => state.observation.current.s);
  const label = useApp((state) => referenceView(state).label);
  const theme = usePlotTheme();
  const { design } = problem;
  const { offered, quantity } = useMemo(
    () => rejectionQuantity(system, design, view.quantity),
    [system, design, view.quantity],
  );
  const quantities = useMemo(() => [quantity], [quantity]);
  const draws = useFrame(quantities);
  const figure = useMemo(
    () =>
      rejected === null
        ? null
        : (size: Size) => rejectionFigure(rejectionData(system, rejected, draws, label, observed), size, theme),
    [rejected, system, draws, label, observed, theme],
  );
  const set = useCallback(
    (change: Partial<RejectionView>) => {
      const { rejection } = store.getState().view;
      patch(store, 'view', { rejection: { ...rejection, ...change } });
    },
    [store],
  );
  const warning = rejected === null ? null : rejectionWarning(rejected);
  return (
    <section className={css.panel} aria-label={title} data-anchor={anchor}>
      <p className={css.lead}>
        Draw parameters from the prior, simulate data, and keep the parameters whose data look like the observation.
        What is kept are draws of a posterior, without any network.
      </p>
      <div className={css.tools}>
        <Choice
          boxed
          label="Quantity on the axis"
          value={quantity.key}
          options={offered.map(({ key, symbol, label: name }) => ({ value: key, label: `${symbol} ${name}` }))}
          onChange={(key) => set({ quantity: key })}
        />
        <span>compared by</span>
        <Compared view={view} onChange={(summaries) => set({ summaries })} />
        <span>among</span>
        <NumberOfSimulations view={view} onChange={(simulations) => set({ simulations })} />
      </div>
      {failure === null ? null : (
        <p className={css.problem} role="alert">
          {failure}
        </p>
      )}
      <Chart
        anchor="figure:rejection"
        ahead
        figure={figure}
        name={`${system.id}-rejection`}
        className={css.chart}
        summary={
          rejected === null
            ? 'Simulations against the observation: none have been made yet.'
            : `${acceptedText(rejected, system, problem)} ${quantity.label}: accepted values beside the prior, the network's posterior and the reference. ${warning ?? ''}`
        }
      />
      {rejected === null && simulating ? <ProgressBar label="Simulating" fraction={0} /> : null}
      {rejected === null ? null : (
        <>
          <div className={css.slider}>
            <span>Tolerance</span>
            <Slider
              labels={['Tolerance']}
              values={[rejected.tolerance]}
              {...TOLERANCE}
              scale="log"
              unit="standard deviations"
              onChange={([tolerance]) => set({ tolerance })}
            />
            <output>{short(rejected.tolerance, 2)} sd</output>
          </div>
          <p className={css.text}>{acceptedText(rejected, system, problem)}</p>
          {warning === null ? null : <p className={css.warning}>{warning}</p>}
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">
                  <Unseen>Source of the draws</Unseen>
                </th>
                <th scope="col">accepted</th>
                <th scope="col">simulations per draw</th>
                <th scope="col">
                  sd of <i>{quantity.symbol}</i>
                </th>
              </tr>
            </thead>
            <tbody>
              {widthRows(rejected, quantity, draws).map((row) => (
                <tr key={row.name}>
                  <th scope="row">{row.name}</th>
                  <td>{row.accepted === null ? '–' : count(row.accepted)}</td>
                  <td>{row.each === null ? '–' : count(row.each)}</td>
                  <td>{row.sd === null ? 'too few' : short(row.sd, 2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={css.text}>{limitText(rejected, system, problem)}</p>
        </>
      )}
    </section>
  );
}

/** Which summaries are compared: all, one, or two. */
function Compared({
  view,
  onChange,
}: {
  readonly view: RejectionView;
  readonly onChange: (summaries: RejectionView['summaries']) => void;
}) {
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  const names = useMemo(() => entryNames(system.model(design).s), [system, design]);
  if (names.length === 1 || names.length > MOST_NAMED) return <span>{system.conditionsOn(design)}</span>;
  const [first, second] = view.summaries?.filter((j) => j < names.length) ?? [];
  const options = names.map((name, j) => ({ value: String(j), label: name }));
  const all = { value: 'all', label: `all: ${system.conditionsOn(design)}` };
  return (
    <>
      <Choice
        boxed
        label="Summary that is compared"
        value={first === undefined ? all.value : String(first)}
        options={[all, ...options]}
        onChange={(value) => onChange(value === all.value ? null : [Number(value)])}
      />
      {first === undefined ? null : (
        <>
          <span>and</span>
          <Choice
            boxed
            label="Second summary that is compared"
            value={second === undefined ? 'none' : String(second)}
            options={[{ value: 'none', label: 'no other' }, ...options.filter(({ value }) => value !== String(first))]}
            onChange={(value) => onChange(value === 'none' ? [first] : [first, Number(value)])}
          />
        </>
      )}
    </>
  );
}

function NumberOfSimulations({
  view,
  onChange,
}: {
  readonly view: RejectionView;
  readonly onChange: (simulations: number) => void;
}) {
  const most = useApp(({ study }) => mostSimulations(study));
  const numbers = [
    ...new Set([...NUMBERS.filter((n) => n < most), ...(most < NUMBERS[NUMBERS.length - 1] ? [most] : [])]),
  ];
  if (!numbers.includes(Math.min(view.simulations, most))) numbers.push(Math.min(view.simulations, most));
  return (
    <Choice
      boxed
      label="Number of simulations"
      value={String(Math.min(view.simulations, most))}
      options={numbers.toSorted((a, b) => a - b).map((n) => ({ value: String(n), label: `${count(n)} simulations` }))}
      onChange={(value) => onChange(Number(value))}
    />
  );
}
