/** A nuisance parameter: held fixed at a value, or drawn afresh from its prior for every simulation (marginalised). */
import { useId, useState } from 'react';
import type { NuisanceSpec } from '../../../inference/simulators/system.ts';
import { anchorOf } from '../../browser/anchor.ts';
import { useApp, useSession } from '../hooks/hooks.ts';
import { Card } from '../controls/Card.tsx';
import { NumberBox } from '../controls/NumberBox.tsx';
import { Problem } from '../controls/Problem.tsx';
import { Segmented } from '../controls/Segmented.tsx';
import { Slider } from '../controls/Slider.tsx';
import { FamilyMenu } from './FamilyMenu.tsx';
import { outsideDomain } from './domain.ts';
import css from './ParameterCard.module.css';
import { ParameterTitle } from './ParameterTitle.tsx';
import { PriorEditor } from './PriorEditor.tsx';

const modes = [
  { value: 'fixed', label: 'fixed', help: 'The same known value in every simulation' },
  {
    value: 'marginalised',
    label: 'marginalised',
    help: 'Drawn from its prior for every simulation: the posterior averages over it',
  },
] as const;

export function NuisanceCard({ nuisance }: { readonly nuisance: NuisanceSpec }) {
  const session = useSession();
  const setting = useApp((state) => state.study.problem.nuisances[nuisance.key]);
  if (setting === undefined) return null;
  const fixed = setting.mode === 'fixed';
  return (
    <Card
      className={css.card}
      anchor={anchorOf({ kind: 'nuisance', name: nuisance.key })}
      title={<ParameterTitle spec={nuisance} kind="nuisance" />}
      aside={
        fixed ? null : (
          <FamilyMenu
            spec={nuisance}
            prior={setting.prior}
            onChange={(prior) => session.studyEditing.setNuisance(nuisance.key, { prior })}
          />
        )
      }
    >
      <p className={css.description}>{nuisance.description}</p>
      {fixed ? (
        <FixedValue nuisance={nuisance} value={setting.value} />
      ) : (
        <PriorEditor
          spec={nuisance}
          prior={setting.prior}
          onChange={(prior) => session.studyEditing.setNuisance(nuisance.key, { prior })}
        />
      )}
      <div className={css.mode}>
        <Segmented
          wide
          label={`${nuisance.label}: fixed or marginalised`}
          value={setting.mode}
          options={modes}
          onChange={(mode) => session.studyEditing.setNuisance(nuisance.key, { mode })}
        />
      </div>
    </Card>
  );
}

function FixedValue({ nuisance, value }: { readonly nuisance: NuisanceSpec; readonly value: number }) {
  const session = useSession();
  const id = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const { slider, unit, label } = nuisance;
  const set = (next: number) => {
    const refused = outsideDomain(next, nuisance);
    if (refused === null) session.studyEditing.setNuisance(nuisance.key, { value: next });
    return refused;
  };
  return (
    <>
      <Slider
        labels={[label]}
        values={[value]}
        low={slider.low}
        high={slider.high}
        scale={slider.scale}
        unit={unit}
        onChange={([next]) => setProblem(set(next))}
      />
      <div className={css.numbers}>
        <NumberBox
          label={`${label}, value`}
          prefix="value"
          value={value}
          onChange={set}
          onProblem={setProblem}
          describedBy={id}
        />
      </div>
      <Problem id={id} text={problem} />
    </>
  );
}
