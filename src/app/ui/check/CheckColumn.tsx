/** Whether to believe it: learning, calibration, coverage, what the data can tell. Each ends in one sentence. */
import { ColumnHead } from '../controls/ColumnHead.tsx';
import { Lockable } from '../controls/Lockable.tsx';
import { CalibrationCard } from './CalibrationCard.tsx';
import css from './CheckColumn.module.css';
import { CoverageCard } from './CoverageCard.tsx';
import { CredibleFold } from './CredibleFold.tsx';
import { FinalCheck } from './FinalCheck.tsx';
import { IdentifiabilityCard } from './IdentifiabilityCard.tsx';
import { LearningCard } from './LearningCard.tsx';
import { CorrectionCard } from './CorrectionCard.tsx';
import { ObservationCard } from './ObservationCard.tsx';
import { MissingRows } from './MissingRows.tsx';
import { ProfileFold } from './ProfileFold.tsx';
import { SandboxCard } from './SandboxCard.tsx';

export function CheckColumn() {
  return (
    <div>
      <ColumnHead title="Check" />
      <MissingRows />
      <p className={css.falseAlarms}>
        Even for a perfect posterior, each check shows a caution in up to 5 % of cases and a problem in up to 1 %. With
        several checks side by side, a single caution is no surprise.
      </p>
      <div className={css.cards}>
        <LearningCard />
        <CalibrationCard />
        <CoverageCard />
        <FinalCheck />
        <ObservationCard />
        <Lockable control="mending">
          <CorrectionCard />
        </Lockable>
        <Lockable control="sandbox">
          <SandboxCard />
        </Lockable>
        <CredibleFold />
        <IdentifiabilityCard />
        <ProfileFold />
      </div>
    </div>
  );
}
