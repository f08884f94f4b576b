/** Whether the network learns the priors too, and why that has no effect where a prior is beyond its slider. */
import { outsideHyperprior } from '../../../inference/simulators/problem.ts';
import { useApp, useSession } from '../../store/hooks.ts';
import { Switch } from '../controls/Switch.tsx';
import css from './TrainingFold.module.css';

export function AmortisedPriors() {
  const session = useSession();
  const on = useApp((state) => state.study.training.amortisesPriors);
  const system = useApp((state) => state.study.system);
  const problem = useApp((state) => state.study.problem);
  const outside = on ? outsideHyperprior(system, problem) : [];
  return (
    <div className={css.field}>
      <Switch
        checked={on}
        title="Every simulation has priors of its own, with bounds drawn within the sliders and no closer than a twentieth of their length; the network is told which"
        onChange={(amortisesPriors) => session.assuming.setTraining({ amortisesPriors })}
      >
        Learn the priors too
      </Switch>
      <p className={css.help} aria-live="polite">
        {outside.length === 0
          ? 'One network then answers wherever the prior sliders stand, a little less exactly than one for each place.'
          : `Without effect here: ${outside.join('; ')}. The network is trained for the present priors alone.`}
      </p>
    </div>
  );
}
