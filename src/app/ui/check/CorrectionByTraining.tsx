/** Corrections that need training: their before and after are the checks of the two runs, of which the first is pinned. */
import type { TrainingSettings } from '../../../inference/training/settings.ts';
import { checkObstacle } from '../../readout/network/obstacles.ts';
import { count } from '../../format/number.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import { moreSimulations } from '../../readout/network/moreSimulations.ts';
import { Button } from '../controls/Button.tsx';
import css from './TrustCards.module.css';

export function CorrectionByTraining() {
  const session = useSession();
  const system = useApp((state) => state.study.system);
  const training = useApp((state) => state.study.training);
  const { members } = training;
  const obstacle = useApp(checkObstacle);
  const retrain = (change: Partial<TrainingSettings>) => {
    if (obstacle === null) session.correctByTraining(change);
  };
  const more = moreSimulations(system, training);
  return (
    <div className={css.retrain}>
      {'reason' in more ? (
        <Button size="small" reason={more.reason}>
          Train on more simulations
        </Button>
      ) : (
        <Button size="small" reason={obstacle} onClick={() => retrain(more.change)}>
          Train on {count(more.simulations)} simulations
        </Button>
      )}
      <Button
        size="small"
        reason={members >= 5 ? 'The study has five or more networks already.' : obstacle}
        onClick={() => (members >= 5 ? undefined : retrain({ members: 5 }))}
      >
        Train five networks
      </Button>
    </div>
  );
}
