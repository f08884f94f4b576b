/** In the gallery: the way to a simulator in Python. */
import { Cable } from 'lucide-react';
import { patch } from '../../store/appStore.ts';
import { Button } from '../controls/Button.tsx';
import gallery from '../header/SystemGallery.module.css';
import { useParts } from '../hooks/hooks.ts';

export function BridgeDoor() {
  const { store } = useParts();
  return (
    <p className={gallery.bring}>
      In Python, on your machine or a cluster, connected to this page.
      <Button size="small" onClick={() => patch(store, 'view', { sheet: 'bridge' })}>
        <Cable aria-hidden />
        Connect a Python simulator
      </Button>
    </p>
  );
}
