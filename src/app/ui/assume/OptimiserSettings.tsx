/** How long and how fast the network is trained: epochs, batch, learning rate, and what holds the weights back. */
import { trainingLimits } from '../../../inference/training/defaults.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import { Choice } from '../controls/Choice.tsx';
import { Switch } from '../controls/Switch.tsx';
import { TrainingNumber } from './TrainingNumber.tsx';
import css from './TrainingFold.module.css';

const schedules = [
  { value: 'cosine', label: 'cosine', help: 'The learning rate falls to zero at the end of the last epoch.' },
  { value: 'constant', label: 'constant', help: 'The same learning rate throughout.' },
] as const;
/** Proposed when the prior on the weights is switched on: weak. */
const WEIGHT_PRIOR_SD = 1;

export function OptimiserSettings() {
  const session = useSession();
  const { schedule, weightPriorSd } = useApp((state) => state.study.training);
  return (
    <>
      <TrainingNumber
        field="epochs"
        label="Epochs"
        help="Passes over the simulations."
        limits={trainingLimits.epochs}
        integer
      />
      <TrainingNumber
        field="patience"
        label="Patience"
        unit="epochs"
        help="Stop after this many epochs without a better validation loss."
        limits={trainingLimits.patience}
        integer
      />
      <TrainingNumber
        field="batchSize"
        label="Batch size"
        unit="pairs"
        help="Pairs per step."
        limits={trainingLimits.batchSize}
        integer
      />
      <TrainingNumber
        field="learningRate"
        label="Learning rate"
        help="Largest learning rate of Adam."
        limits={trainingLimits.learningRate}
      />
      <div className={css.field} data-anchor="setting:schedule">
        <div className={css.line}>
          <span>Schedule</span>
          <Choice
            boxed
            label="Schedule of the learning rate"
            value={schedule}
            options={schedules}
            onChange={(next) => session.studyEditing.setTraining({ schedule: next })}
          />
        </div>
        <p className={css.help}>{schedules.find(({ value }) => value === schedule)?.help}</p>
      </div>
      <TrainingNumber
        field="clipNorm"
        label="Gradient clip"
        help="Largest norm of the gradient; larger gradients are scaled down to it."
        limits={trainingLimits.clipNorm}
      />
      <Switch
        checked={weightPriorSd !== null}
        // Once it is on, its number has the name.
        anchor={weightPriorSd === null ? 'setting:weightPriorSd' : undefined}
        help="Weight decay: maximises the posterior of the weights under a Gaussian prior instead of their likelihood."
        onChange={(on) => session.studyEditing.setTraining({ weightPriorSd: on ? WEIGHT_PRIOR_SD : null })}
      >
        Gaussian prior on weights
      </Switch>
      {weightPriorSd === null ? null : (
        <TrainingNumber
          field="weightPriorSd"
          label="Its standard deviation"
          help="Smaller means stronger weight decay: a smoother posterior, eventually too wide."
          limits={trainingLimits.weightPriorSd}
        />
      )}
    </>
  );
}
