/** What a learner other than NPE estimates of the parameters, with exact contours, draws of a network and the truth in one figure. */
import { useCallback, useMemo } from 'react';
import type { FrameEstimate } from '../../../inference/learners/learner.ts';
import { short } from '../../format/number.ts';
import { Chart } from '../../plots/Chart.tsx';
import { estimateFigure } from '../../plots/estimateFigure.ts';
import type { Size } from '../../plots/types.ts';
import { type EstimateView, estimateView } from '../../readout/figures/estimateData.ts';
import table from '../controls/Table.module.css';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import { useApp, useParts } from '../hooks/hooks.ts';
import { usePlotTheme } from '../hooks/usePlotTheme.ts';
import css from './LearntPanel.module.css';

export function EstimatePlot({ estimate }: { readonly estimate: FrameEstimate }) {
  const { store } = useParts();
  const engine = useApp((state) => state.engine);
  const study = useApp((state) => state.study);
  const observation = useApp((state) => state.observation);
  const reference = useApp((state) => state.results.reference);
  const networkAnswer = useApp((state) => state.results.networkAnswer);
  const view = useMemo(() => {
    const now = store.getState();
    const results = { ...now.results, reference, networkAnswer };
    return estimateView({ ...now, engine, study, observation, results }, estimate);
  }, [store, engine, study, observation, reference, networkAnswer, estimate]);
  return view === null ? null : <Drawn view={view} />;
}

function Drawn({ view: { figure: data, names, rows, verdict } }: { readonly view: EstimateView }) {
  const theme = usePlotTheme();
  const figure = useCallback((size: Size) => estimateFigure(data, size, theme), [data, theme]);
  const network = rows.some(({ mark }) => mark === 'network');
  return (
    <figure className={css.figure}>
      <figcaption className={css.title}>
        {names.slice(0, 2).join(' and ')}: the same posterior in different ways
      </figcaption>
      <Chart
        anchor="figure:estimate"
        figure={figure}
        name="estimate"
        className={css.square}
        summary={`${rows.map(({ name }) => name).join(', ')} in ${names.slice(0, 2).join(' and ')}.`}
      />
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">mean or most probable, ± sd</th>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, values }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map(({ at, sd }, j) => (
                <td key={names[j]}>
                  {short(at)}
                  {sd === null ? '' : ` ± ${short(sd)}`}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {verdict === null ? null : <VerdictLine verdict={verdict} />}
      {network ? null : (
        <p className={css.what}>
          For draws of a network beside it: choose NPE as the learner, let it answer these data, and come back.
        </p>
      )}
    </figure>
  );
}
