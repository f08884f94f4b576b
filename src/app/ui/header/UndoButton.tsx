/** Brings the network back that another has replaced; there as soon as there is one. Whoever knows no steps and seeds reads what it does. */
import { bringBack } from '../../actions/undo.ts';
import { ActionButton } from '../controls/ActionButton.tsx';
import { useApp, useFull } from '../hooks/hooks.ts';
import { useMedia } from '../shell/useMedia.ts';
import css from './Header.module.css';

export function UndoButton() {
  const full = useFull();
  const narrow = useMedia('(max-width: 1199px)');
  const text = useApp(({ former, study }) => {
    const last = former.networks.at(-1);
    if (last === undefined) return null;
    if (last.system !== study.system) return `Back to ${last.system.name}`;
    if (narrow) return last.pretrained ? 'Trained network' : 'Network before';
    return last.pretrained ? 'Back to the trained network' : 'Back to the network before';
  });
  if (text === null) return null;
  return full ? (
    <ActionButton action={bringBack} iconOnly />
  ) : (
    <ActionButton action={bringBack} text={text} className={css.back} />
  );
}
