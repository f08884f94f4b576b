/**
 * A popover whose code is loaded when its button is first pointed at, focused or pressed: what positions and closes it is a large
 * part of the page's code, and a first visit does without. The popover has no trigger of its own; the button is its anchor.
 */
import { type ComponentType, type RefObject, useEffect, useRef, useState } from 'react';
import { patch } from '../../store/appStore.ts';
import { withMessage } from '../../store/viewSlice.ts';
import { useParts } from '../hooks/hooks.ts';

export interface LatePopoverProps {
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}

/** For the popover's `onOpenChange`: the button tells presses on itself. */
export function closedElsewhere({ button, onClose }: LatePopoverProps) {
  return (open: boolean, { event }: { readonly event: Event }): void => {
    const target = event.target instanceof Node ? event.target : null;
    const onButton = event.type !== 'keydown' && (button.current?.contains(target) ?? false);
    if (!open && !onButton) onClose();
  };
}

/**
 * @param load gives the popover (by `loadPart`, whose sentence is told where it cannot be had); the same function at every call
 * @returns `trigger`: for the button; `popover`: with its properties, null while it is closed or not there
 */
export function useLatePopover(load: () => Promise<ComponentType<LatePopoverProps>>) {
  const { store } = useParts();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [Popover, setPopover] = useState<ComponentType<LatePopoverProps> | null>(null);
  useEffect(() => {
    if (!open || Popover !== null) return undefined;
    let here = true;
    load().then(
      (part) => here && setPopover(() => part),
      (error: unknown) => {
        if (!here) return;
        setOpen(false);
        const text = error instanceof Error ? error.message : String(error);
        patch(store, 'view', withMessage(store.getState().view, 'problem', text));
      },
    );
    return () => {
      here = false;
    };
  }, [open, Popover, load, store]);
  // A press tells of a failure.
  const ahead = () => void load().catch(() => {});
  return {
    trigger: {
      ref: button,
      type: 'button',
      'aria-haspopup': 'dialog',
      'aria-expanded': open,
      onPointerEnter: ahead,
      onFocus: ahead,
      onClick: () => setOpen(!open),
    },
    popover: open && Popover !== null ? { Popover, button, onClose: () => setOpen(false) } : null,
  } as const;
}
