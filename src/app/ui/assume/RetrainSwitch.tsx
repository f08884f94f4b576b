/** Whether a change of assumptions trains a new network without being asked. */
import { patch } from '../../store/appStore.ts';
import { useApp, useParts } from '../../store/hooks.ts';
import { Switch } from '../controls/Switch.tsx';
import css from './RetrainSwitch.module.css';

export function RetrainSwitch() {
  const { store } = useParts();
  const checked = useApp((state) => state.view.retrainByItself);
  return (
    <div className={css.switch}>
      <Switch
        checked={checked}
        title="A network is valid for the priors and the design it was trained with: after a change, a new one is trained"
        onChange={(retrainByItself) => patch(store, 'view', { retrainByItself })}
      >
        Retrain by itself after a change
      </Switch>
    </div>
  );
}
