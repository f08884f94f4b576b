/** Mends that need training: their before and after are the checks of the two runs, of which the first is pinned. */
import { trainingLimits } from '../../../inference/training/defaults.ts';
import type { TrainingSettings } from '../../../inference/training/settings.ts';
import { checkObstacle } from '../../actions/obstacles.ts';
import { count } from '../../format/number.ts';
import { useApp, useSession } from '../../store/hooks.ts';
import { Button } from '../controls/Button.tsx';
import css from './TrustCards.module.css';

export function MendByTraining() {
  const session = useSession();
  const { simulations, epochs, fresh, members } = useApp((state) => state.study.training);
  const obstacle = useApp(checkObstacle);
  const retrain = (change: Partial<TrainingSettings>) => {
    if (obstacle === null) session.mendByTraining(change);
  };
  // Simulations that are seen once become more with every epoch.
  const more = fresh
    ? { epochs: Math.min(4 * epochs, trainingLimits.epochs.high) }
    : { simulations: Math.min(4 * simulations, trainingLimits.simulations.high) };
  const most = more.epochs === epochs || more.simulations === simulations;
  return (
    <div className={css.retrain}>
      <Button
        size="small"
        reason={most ? 'It has the most already.' : obstacle}
        onClick={() => (most ? undefined : retrain(more))}
      >
        Train on {count((more.simulations ?? simulations) * (fresh ? (more.epochs ?? epochs) : 1))} simulations
      </Button>
      <Button
        size="small"
        reason={members >= 5 ? 'It is an ensemble already.' : obstacle}
        onClick={() => (members >= 5 ? undefined : retrain({ members: 5 }))}
      >
        Train five networks
      </Button>
    </div>
  );
}
