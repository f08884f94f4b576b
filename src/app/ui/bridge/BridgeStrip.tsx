/** Above the boxes, where the system is a simulator in Python: whether it answers, and the way to its sheet. */
import { patch } from '../../store/appStore.ts';
import { bridgeText } from '../../readout/text/bridgeText.ts';
import { isRemote } from '../../../inference/simulators/remote/remoteSystem.ts';
import { Button } from '../controls/Button.tsx';
import { useApp, useParts } from '../hooks/hooks.ts';
import css from './Bridge.module.css';

/** @param embedded in a frame, where there is no sheet */
export function BridgeStrip({ embedded = false }: { readonly embedded?: boolean }) {
  const { store } = useParts();
  const remote = useApp((state) => isRemote(state.study.system.id));
  const bridge = useApp((state) => state.bridge);
  if (!remote && bridge.state.kind !== 'connecting') return null;
  return (
    <div className={css.strip} data-kind={bridge.state.kind}>
      <output>{bridgeText(bridge)}</output>
      {embedded ? null : (
        <Button size="small" look="quiet" onClick={() => patch(store, 'view', { sheet: 'bridge' })}>
          {bridge.state.kind === 'none' ? 'Connect' : 'Connection'}
        </Button>
      )}
    </div>
  );
}
