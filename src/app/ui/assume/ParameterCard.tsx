/** A parameter to be inferred: its name and its prior. */
import type { ParameterSpec } from '../../../inference/simulators/system.ts';
import { anchorOf } from '../../browser/anchor.ts';
import { useApp, useFull, useSession } from '../hooks/hooks.ts';
import { Card } from '../controls/Card.tsx';
import { FamilyMenu } from './FamilyMenu.tsx';
import css from './ParameterCard.module.css';
import { ParameterTitle } from './ParameterTitle.tsx';
import { PriorEditor } from './PriorEditor.tsx';

export function ParameterCard({ parameter }: { readonly parameter: ParameterSpec }) {
  const session = useSession();
  const prior = useApp((state) => state.study.problem.priors[parameter.key]);
  const full = useFull();
  if (prior === undefined) return null;
  return (
    <Card
      className={css.card}
      anchor={anchorOf({ kind: 'parameter', name: parameter.key })}
      title={<ParameterTitle spec={parameter} />}
      aside={
        full ? (
          <FamilyMenu
            spec={parameter}
            prior={prior}
            onChange={(next) => session.studyEditing.setPrior(parameter.key, next)}
          />
        ) : null
      }
    >
      <p className={css.description}>{parameter.description}</p>
      <PriorEditor
        spec={parameter}
        prior={prior}
        onChange={(next) => session.studyEditing.setPrior(parameter.key, next)}
      />
    </Card>
  );
}
