/** Whether the network learns the priors too, and why that has no effect where a prior is beyond its slider. */
import { outsideHyperprior } from '../../../inference/simulators/problem.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
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
        anchor="setting:amortisesPriors"
        help="Each simulation has its own prior, with bounds drawn within the sliders and at least a twentieth of their length apart; the network is given these bounds."
        onChange={(amortisesPriors) => session.studyEditing.setTraining({ amortisesPriors })}
      >
        Amortise over priors
      </Switch>
      <p className={css.help} aria-live="polite">
        {outside.length === 0
          ? 'One network then works for every setting of the prior sliders, slightly less accurately than a network trained for that one prior.'
          : `No effect here: ${outside.join('; ')}. The network is trained for the present priors only.`}
      </p>
    </div>
  );
}
