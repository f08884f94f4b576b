/** Whether a change of assumptions that weights cannot answer trains a new network without being asked. */
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { Switch } from '../controls/Switch.tsx';
import css from './RetrainSwitch.module.css';
import { always, type Panel, type PanelProps } from '../panels/panel.ts';

export const retrainingPanel: Panel = {
  id: 'retraining',
  column: 'assume',
  full: true,
  title: 'Automatic retraining',
  control: 'training',
  offered: always,
  Component: RetrainSwitch,
};

function RetrainSwitch({ anchor }: PanelProps) {
  const { store } = useParts();
  const npe = useApp((state) => state.study.learner === undefined);
  const checked = useApp((state) => state.view.retrainByItself);
  return (
    <div className={css.switch} data-anchor={anchor}>
      <Switch
        checked={checked}
        help={
          npe
            ? 'Moved priors are handled at once by reweighting the draws. A new network is trained where reweighting is not enough: for priors outside the training range, nuisance parameters, the design, the training settings.'
            : 'A fit holds for the data, the priors, the design and the settings that it was made with. A new one begins as soon as one of them has changed.'
        }
        onChange={(retrainByItself) => patch(store, 'view', { retrainByItself })}
      >
        {npe
          ? 'Retrain automatically when reweighting is not enough'
          : 'Fit again automatically when data or assumptions change'}
      </Switch>
    </div>
  );
}
