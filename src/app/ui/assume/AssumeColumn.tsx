/** What the user assumes: priors, nuisances, design, training. Built from the system's own description, whatever it is. */
import { restoreDefaults } from '../../actions/page.ts';
import { useApp } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { ColumnHead } from '../controls/ColumnHead.tsx';
import { Lockable } from '../controls/Lockable.tsx';
import css from './AssumeColumn.module.css';
import { DesignFold } from './DesignFold.tsx';
import { NuisanceCard } from './NuisanceCard.tsx';
import { ParameterCard } from './ParameterCard.tsx';
import { ProminentDesign } from './ProminentDesign.tsx';
import { RetrainSwitch } from './RetrainSwitch.tsx';
import { TrainingFold } from './TrainingFold.tsx';

export function AssumeColumn() {
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  return (
    <div className={css.column}>
      <ColumnHead title="Assume">
        <ActionButton action={restoreDefaults} look="quiet" size="small" />
      </ColumnHead>
      <div className={css.cards}>
        <Lockable control="design">
          <ProminentDesign />
        </Lockable>
        <Lockable control="priors">
          {system.parameters(design).map((parameter) => (
            <ParameterCard key={`${system.id}/${parameter.key}`} parameter={parameter} />
          ))}
        </Lockable>
        <Lockable control="nuisances">
          {system.nuisances(design).map((nuisance) => (
            <NuisanceCard key={`${system.id}/${nuisance.key}`} nuisance={nuisance} />
          ))}
        </Lockable>
        <Lockable control="design">
          <DesignFold />
        </Lockable>
        <Lockable control="training">
          <TrainingFold />
          <RetrainSwitch />
        </Lockable>
      </div>
    </div>
  );
}
