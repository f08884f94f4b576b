/** On a phone: from a row for each quantity to the corner figure, where pairs of them are seen, and back. */
import { patch } from '../../store/appStore.ts';
import { Button } from '../controls/Button.tsx';
import { useApp, useParts } from '../hooks/hooks.ts';

export function PairsButton() {
  const { store } = useParts();
  const pairs = useApp((state) => state.view.pairs);
  return (
    <Button look="quiet" size="small" onClick={() => patch(store, 'view', { pairs: !pairs })}>
      {pairs ? 'One by one' : 'Pairs'}
    </Button>
  );
}
