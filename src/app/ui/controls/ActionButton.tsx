/** A button for an action of the registry: label, icon, shortcut and the reason why not come from there. */
import { createElement } from 'react';
import { type Action, isOffered, possible } from '../../actions/action.ts';
import { performOrExplain } from '../../actions/perform.ts';
import { anchorOf } from '../../browser/anchor.ts';
import { isHeard, keyName } from '../../actions/registry.ts';
import { useApp, useParts } from '../hooks/hooks.ts';
import { type ButtonProps, Button } from './Button.tsx';

interface Props extends Pick<ButtonProps, 'look' | 'size' | 'className'> {
  readonly action: Action;
  readonly iconOnly?: boolean;
  /** Leaves the icon out. */
  readonly textOnly?: boolean;
  /** In place of the action's label, where there is little room. */
  readonly text?: string;
}

export function ActionButton({ action, iconOnly = false, textOnly = false, text, ...look }: Props) {
  const parts = useParts();
  const label = useApp(action.label);
  const icon = useApp(action.icon);
  const enabled = useApp((state) => possible(action, state));
  const offered = useApp((state) => isOffered(action, state));
  const singleKeys = useApp((state) => state.view.singleKeys);
  const shortcut = action.shortcut !== null && isHeard(action.shortcut, singleKeys) ? action.shortcut : null;
  const key = shortcut === null ? '' : ` (${keyName(shortcut)})`;
  if (!offered) return null;
  return (
    <Button
      {...look}
      iconOnly={iconOnly}
      aria-label={iconOnly ? label : undefined}
      title={`${label}${key}`}
      aria-keyshortcuts={shortcut === ' ' ? 'Space' : shortcut?.replace('Ctrl', 'Control')}
      reason={enabled === true ? null : enabled}
      data-anchor={anchorOf({ kind: 'action', name: action.id })}
      onClick={() => performOrExplain(action, parts)}
    >
      {textOnly ? null : createElement(icon, { 'aria-hidden': true })}
      {iconOnly ? null : (text ?? label)}
    </Button>
  );
}
