/**
 * Box 3, whether to believe it. At first sight one light, three checks in small and the sandbox; with everything in sight each check
 * with its evidence: learning, calibration, coverage, what the data can tell. Each ends in one sentence.
 */
import { Hammer } from 'lucide-react';
import { learnerById } from '../../../inference/learners/registry.ts';
import { useApp, useCovered, useFull, useHidden } from '../hooks/hooks.ts';
import { Box } from '../controls/Box.tsx';
import { PanelList } from '../panels/PanelList.tsx';
import css from './CheckColumn.module.css';
import { MissingRows } from './MissingRows.tsx';
import { TrustSummary } from './TrustSummary.tsx';
import trust from './TrustSummary.module.css';

export function CheckColumn() {
  const learner = useApp(({ study }) => study.learner);
  const full = useFull();
  const withoutSandbox = useHidden('sandbox');
  // A lesson asks for a guess first.
  const covered = useCovered('verdicts');
  if (covered) {
    return (
      <Box number={3} title="Can you trust it?">
        <p className={css.falseAlarms}>Covered until you reveal.</p>
      </Box>
    );
  }
  return (
    <Box number={3} title="Can you trust it?">
      <TrustSummary />
      <MissingRows />
      {full ? (
        <>
          <p className={css.falseAlarms}>
            {learner === undefined
              ? 'Even for a perfect posterior, each check shows a caution in up to 5 % of cases and a problem in up to 1 %. With several checks side by side, a single caution is no surprise.'
              : `The checks examine draws of a posterior, and ${learnerById(learner.id).name} gives none: choose NPE as the learner for them.`}
          </p>
          <div className={css.cards}>
            <PanelList column="check" />
          </div>
        </>
      ) : learner === undefined && !withoutSandbox ? (
        <details className={trust.break}>
          <summary>
            <Hammer aria-hidden size={16} /> Break it on purpose
          </summary>
          <PanelList column="check" />
        </details>
      ) : null}
    </Box>
  );
}
