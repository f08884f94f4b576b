/** Whether to believe it: learning, calibration, coverage, what the data can tell. Each ends in one sentence. */
import { learnerById } from '../../../inference/learners/registry.ts';
import { useApp } from '../hooks/hooks.ts';
import { Box } from '../controls/Box.tsx';
import { PanelList } from '../panels/PanelList.tsx';
import css from './CheckColumn.module.css';
import { MissingRows } from './MissingRows.tsx';

export function CheckColumn() {
  const learner = useApp(({ study }) => study.learner);
  return (
    <Box number={3} title="Can you trust it?">
      <MissingRows />
      <p className={css.falseAlarms}>
        {learner === undefined
          ? 'Even for a perfect posterior, each check shows a caution in up to 5 % of cases and a problem in up to 1 %. With several checks side by side, a single caution is no surprise.'
          : `The checks examine draws of a posterior, and ${learnerById(learner.id).name} gives none: choose NPE as the learner for them.`}
      </p>
      <div className={css.cards}>
        <PanelList column="check" />
      </div>
    </Box>
  );
}
