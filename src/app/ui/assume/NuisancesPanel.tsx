/** The nuisance parameters: a card each. */
import type { Panel, PanelProps } from '../panels/panel.ts';
import { useApp } from '../hooks/hooks.ts';
import css from './AssumeColumn.module.css';
import { NuisanceCard } from './NuisanceCard.tsx';

export const nuisancesPanel: Panel = {
  id: 'nuisances',
  column: 'assume',
  full: true,
  title: 'Nuisance parameters',
  control: 'nuisances',
  offered: ({ study: { system, problem } }) =>
    system.nuisances(problem.design).length > 0 || 'This system has no nuisance parameters.',
  Component: NuisancesPanel,
};

function NuisancesPanel({ anchor }: PanelProps) {
  const system = useApp((state) => state.study.system);
  const design = useApp((state) => state.study.problem.design);
  return (
    <div className={css.cards} data-anchor={anchor}>
      {system.nuisances(design).map((nuisance) => (
        <NuisanceCard key={`${system.id}/${nuisance.key}`} nuisance={nuisance} />
      ))}
    </div>
  );
}
