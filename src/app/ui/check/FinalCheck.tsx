/** The check on fresh data sets: a button, a bar while it runs, and a cancel that works at once. */
import { finalCheck } from '../../actions/training.ts';
import { percent } from '../../format/number.ts';
import { useApp } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { NetworkVerdict } from './NetworkVerdict.tsx';
import { useRemark } from './useRemark.ts';
import css from './CheckColumn.module.css';
import { useReport } from './useReport.ts';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';

export const finalCheckPanel: Panel = {
  id: 'final-check',
  column: 'check',
  full: true,
  title: 'Final check',
  offered: always,
  Component: FinalCheck,
};

function FinalCheck({ anchor }: PanelProps) {
  const fraction = useApp((state) => state.engine.checking);
  const { report } = useReport();
  const remark = useRemark('ridge', report);
  return (
    <div className={css.check} data-anchor={anchor}>
      <ActionButton action={finalCheck} />
      {fraction === null ? null : (
        <>
          <ProgressBar label="Final check" fraction={fraction} />
          <p className={css.note}>{percent(fraction)} of the fresh data sets done</p>
        </>
      )}
      {fraction === null && report?.stage === 'final' && report.ridge !== null ? (
        <NetworkVerdict verdict={report.ridge.verdict} step={report.step} remark={remark} />
      ) : null}
    </div>
  );
}
