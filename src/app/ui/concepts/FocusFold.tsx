/** Rounds of training that are focused on the observation on screen, and the posterior that they end in. */
import { focusOnObservation } from '../../actions/concepts.ts';
import { count } from '../../format/number.ts';
import {
  FOCUS_ROUNDS,
  FOCUS_SIMULATIONS,
  focusFound,
  focusOfOther,
  noFocus,
} from '../../readout/concepts/focusQuestion.ts';
import {
  FOCUS_LEFT,
  FOCUS_NETWORK_LEFT,
  FOCUS_RESTORED,
  focusRows,
  focusVerdicts,
  roundsText,
} from '../../readout/concepts/focusText.ts';
import type { FocusState } from '../../store/conceptsSlice.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { Choice } from '../controls/Choice.tsx';
import { Fold } from '../controls/Fold.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { VerdictLine } from '../controls/VerdictLine.tsx';
import { useApp, useSession } from '../hooks/hooks.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';
import css from './Concepts.module.css';

export const focusPanel: Panel = {
  id: 'focus',
  column: 'check',
  full: true,
  title: 'Focus on this observation',
  offered: always,
  Component: FocusFold,
};

function FocusFold({ anchor, title }: PanelProps) {
  const session = useSession();
  const none = useApp(noFocus);
  const found = useApp(focusFound);
  const simulations = useApp((state) => state.concepts.focus.simulations);
  const progress = useApp((state) => state.concepts.focus.progress);
  const other = useApp(focusOfOther);
  return (
    <Fold anchor={anchor} title={title} summary={found !== null ? 'done' : other ? 'done for other data' : 'not done'}>
      <p>
        The network was trained on simulations of the whole prior, most of them nothing like these data. {FOCUS_ROUNDS}{' '}
        further rounds simulate only in the region that its posterior leaves, all but 1 in 10,000 of it, and train a new
        network there each time. The result answers this observation alone; your network stays as it is.
      </p>
      {none === null ? (
        <>
          <div className={css.line}>
            <Choice
              label="Simulations of each round"
              value={String(simulations)}
              options={FOCUS_SIMULATIONS.map((number) => ({ value: String(number), label: count(number) }))}
              onChange={(number) => session.focus.choose(Number(number))}
              boxed
            />
            <span>simulations in each round</span>
          </div>
          <ActionButton action={focusOnObservation} size="small" />
          {progress === null ? null : <ProgressBar label="Rounds" fraction={progress} />}
          {other ? <p className={css.note}>{FOCUS_LEFT}</p> : null}
          {found === null ? null : <Focused found={found} />}
        </>
      ) : (
        <p className={css.note}>There is nothing to simulate here. {none}</p>
      )}
    </Fold>
  );
}

function Focused({ found }: { readonly found: NonNullable<FocusState['found']> }) {
  const system = useApp((state) => state.study.system);
  const { design } = useApp((state) => state.study.problem);
  const { before, focused, distance, restored, networkLeft } = found;
  const rows = focusRows(system.display(design), system.parameters(design).length, before, focused);
  return (
    <>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">mean ± sd</th>
            <th scope="col">network before</th>
            <th scope="col">focused</th>
            <th scope="col">region</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.symbol}>
              <th scope="row">{row.symbol}</th>
              <td>{row.before}</td>
              <td>{row.focused}</td>
              <td>{row.region}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {focusVerdicts(focused, distance).map((verdict) => (
        <VerdictLine key={verdict.sentence} verdict={verdict} />
      ))}
      {distance === null ? <p className={css.note}>There was no reference posterior to compare it with.</p> : null}
      {networkLeft ? <p className={css.note}>{FOCUS_NETWORK_LEFT}</p> : null}
      {restored ? <p className={css.note}>{FOCUS_RESTORED}</p> : null}
      <p className={css.note}>{roundsText(focused)}</p>
      <p className={css.note}>
        This posterior is for the data on screen and goes when they or the priors change. It is saved with the study,
        and Export has its draws; its network is not kept, since it would answer other data wrongly. Checks over the
        whole prior and batches are about your network, not about it. No round looks outside the first region: a part of
        the posterior that your network missed altogether is missing here too, and none of these checks would see it.
      </p>
    </>
  );
}
