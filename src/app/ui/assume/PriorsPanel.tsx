/** The priors of the parameters to be inferred: a card each. */
import { always, type Panel, type PanelProps } from '../panels/panel.ts';
import { useApp } from '../hooks/hooks.ts';
import css from './AssumeColumn.module.css';
import { ParameterCard } from './ParameterCard.tsx';

export const priorsPanel: Panel = {
  id: 'priors',
  column: 'assume',
  title: 'Priors of the parameters',
  control: 'priors',
  offered: always,
  Component: PriorsPanel,
};

function PriorsPanel({ anchor }: PanelProps) {
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  return (
    <div className={css.cards} data-anchor={anchor}>
      {system.parameters(design).map((parameter) => (
        <ParameterCard key={`${system.id}/${parameter.key}`} parameter={parameter} />
      ))}
    </div>
  );
}
