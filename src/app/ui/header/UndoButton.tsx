/** Brings the network back that another has replaced; there as soon as there is one. */
import { bringBack } from '../../actions/undo.ts';
import { useApp } from '../hooks/hooks.ts';
import { ActionButton } from '../controls/ActionButton.tsx';

export function UndoButton() {
  const some = useApp(({ former }) => former.networks.length > 0);
  return some ? <ActionButton action={bringBack} iconOnly /> : null;
}
