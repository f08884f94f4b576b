/** In the gallery: the way to a simulator in Python. */
import { patch } from '../../store/appStore.ts';
import { Button } from '../controls/Button.tsx';
import gallery from '../header/SystemGallery.module.css';
import { useParts } from '../hooks/hooks.ts';

export function BridgeDoor() {
  const { store } = useParts();
  return (
    <p className={gallery.bring}>
      A simulator in Python, on this machine or a cluster, connected to the page:
      <Button look="quiet" size="small" onClick={() => patch(store, 'view', { sheet: 'bridge' })}>
        Connect a Python simulator
      </Button>
    </p>
  );
}
