/** How the network is trained: budget, network, optimiser. Folded, with sensible defaults. */
import { flowPresets, type FlowPreset } from '../../../inference/flow/spec.ts';
import { trainingLimits } from '../../../inference/training/defaults.ts';
import { count } from '../../format/number.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import { Fold } from '../controls/Fold.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { Switch } from '../controls/Switch.tsx';
import { AmortisedPriors } from './AmortisedPriors.tsx';
import { OptimiserSettings } from './OptimiserSettings.tsx';
import { TrainingNumber } from './TrainingNumber.tsx';
import css from './TrainingFold.module.css';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';
import { openStudy } from '../../store/engineSlice.ts';

const presets = (Object.keys(flowPresets) as FlowPreset[]).map((value) => ({ value, label: value }));

export const trainingPanel: Panel = {
  id: 'training',
  column: 'assume',
  full: true,
  title: 'Network and budget',
  control: 'training',
  offered: always,
  Component: TrainingFold,
};

function TrainingFold({ anchor, title }: PanelProps) {
  const session = useSession();
  const training = useApp((state) => state.study.training);
  const info = useApp((state) => openStudy(state.engine)?.info ?? null);
  const { simulations, fresh, amortisesPriors, preset, members } = training;
  const summary = [
    `${count(simulations)}${fresh ? ' fresh' : ''}`,
    members === 1 ? preset : `${count(members)} × ${preset}`,
    ...(amortisesPriors ? ['amortised priors'] : []),
  ];
  return (
    <Fold anchor={anchor} title={title} summary={summary.join(' · ')}>
      <TrainingNumber
        field="simulations"
        label="Simulations"
        help={
          fresh
            ? 'Pairs of parameters and data in the first epoch; one tenth of them is kept for validation.'
            : 'Pairs of parameters and data; one tenth of them is kept for validation. More are never worse, only slower.'
        }
        limits={trainingLimits.simulations}
        integer
      />
      <Switch
        checked={fresh}
        anchor="setting:fresh"
        help="Every epoch uses new simulations, so the network cannot overfit to them. Training waits for a slow simulator."
        onChange={(on) => session.studyEditing.setTraining({ fresh: on })}
      >
        Fresh simulations in every epoch
      </Switch>
      <AmortisedPriors />
      <div className={css.field} data-anchor="setting:preset">
        <span>Network</span>
        <Segmented
          wide
          label="Network"
          value={preset}
          options={presets}
          onChange={(next) => session.studyEditing.setTraining({ preset: next })}
        />
        <p className={css.help}>
          {flowPresets[preset].purpose}
          {info === null ? '.' : ` (${count(info.parameterCount)} weights).`}
        </p>
      </div>
      <TrainingNumber
        field="members"
        label="Networks"
        help="An ensemble: networks with their own initial weights and minibatches. The posterior is their mixture."
        limits={trainingLimits.members}
        integer
      />
      <OptimiserSettings />
    </Fold>
  );
}
