/** What else is assumed, in a line, where only the priors are in sight; and the way to all of it. */
import { ChevronRight } from 'lucide-react';
import { nuisanceText } from '../../readout/text/titleLine.ts';
import { patch } from '../../store/appStore.ts';
import { Button } from '../controls/Button.tsx';
import { useApp, useParts } from '../hooks/hooks.ts';
import css from './AssumeColumn.module.css';

export function OtherAssumptions() {
  const { store } = useParts();
  const system = useApp((state) => state.study.system);
  const problem = useApp((state) => state.study.problem);
  const also = nuisanceText(system, problem);
  return (
    <div className={css.others}>
      {also.length === 0 ? null : <p className={css.what}>Also assumed: {also.join(', ')}.</p>}
      <Button
        look="quiet"
        size="small"
        onClick={() => patch(store, 'view', { ownDetail: 'full', statedDetail: null, column: 'assume' })}
      >
        All assumptions
        <ChevronRight aria-hidden />
      </Button>
    </div>
  );
}
