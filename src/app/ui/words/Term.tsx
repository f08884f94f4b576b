/**
 * A word with a definition: a button with a dotted underline that opens it beside the card, on hover, focus and press alike.
 * By hover and focus it opens as a preview, which closes when they leave; a press keeps it open and moves the focus into it.
 * Escape closes either. The definitions are loaded when the first is asked for. It must not stand in a <label>, whose control it
 * would become: put it beside.
 */
import {
  type ComponentType,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { loadPart } from '../../../inference/parts/loadPart.ts';
import { patch } from '../../store/appStore.ts';
import { withMessage } from '../../store/viewSlice.ts';
import { type TermName, termForms } from '../../words/termForms.ts';
import { useParts } from '../hooks/hooks.ts';
import css from './Term.module.css';
import type { TermHover, TermOpening, TermPopoverProps } from './termOpening.ts';

interface Props {
  readonly name: TermName;
  /** The word as it stands in the text; default: its first form. */
  readonly children?: ReactNode;
}

/** The pointer rests so long on a term before its definition opens, and may be away so long before it closes, ms. */
const OPENS_AFTER = 200;
const CLOSES_AFTER = 260;

/** The definition that is open: one at a time. */
let openNow: { readonly close: () => void } | null = null;

export function Term({ name, children }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const { opening, open, close, hover } = useOpening(button);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={css.term}
        data-term={name}
        aria-expanded={opening !== null}
        aria-haspopup="dialog"
        aria-describedby={opening === 'preview' ? id : undefined}
        onPointerEnter={hover.enter}
        onPointerLeave={hover.leave}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) open('preview');
        }}
        onBlur={() => {
          if (opening === 'preview') close();
        }}
        onKeyDown={(event) => {
          // Gone before the focus moves on: what the preview puts into the page to hold the focus would take it.
          if (event.key === 'Tab' && opening === 'preview') flushSync(close);
          if (event.key !== 'Escape' || opening === null) return;
          event.stopPropagation();
          close();
        }}
        onClick={() => {
          if (opening === 'kept') close();
          else open('kept');
        }}
      >
        {children ?? termForms[name][0] ?? name}
      </button>
      {opening === null ? null : (
        <LatePopover
          name={name}
          button={button}
          opening={opening}
          textId={id}
          hover={hover}
          onOpen={open}
          onClose={close}
        />
      )}
    </>
  );
}

/** Whether the definition is open, and how the pointer opens and closes it. */
function useOpening(button: RefObject<HTMLButtonElement | null>) {
  const [opening, setOpening] = useState<TermOpening | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** The focus comes back from the definition: that opens it no second time. */
  const returning = useRef(false);
  const own = useRef<typeof openNow>(null);
  const closeNow = useCallback(() => {
    clearTimeout(timer.current);
    if (openNow === own.current) openNow = null;
    setOpening(null);
  }, []);
  const close = useCallback(() => {
    returning.current = true;
    closeNow();
    setTimeout(() => {
      returning.current = false;
    }, CLOSES_AFTER);
  }, [closeNow]);
  const open = useCallback(
    (how: TermOpening) => {
      clearTimeout(timer.current);
      if (how === 'preview' && returning.current) return;
      if (openNow !== own.current) openNow?.close();
      own.current = { close: closeNow };
      openNow = own.current;
      setOpening((now) => (now === 'kept' ? now : how));
    },
    [closeNow],
  );
  useEffect(() => closeNow, [closeNow]);
  const hover: TermHover = {
    enter: ({ pointerType }) => {
      if (pointerType === 'touch') return;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => open('preview'), OPENS_AFTER);
    },
    leave: ({ pointerType }) => {
      if (pointerType === 'touch') return;
      clearTimeout(timer.current);
      // Still where the keyboard is.
      if (button.current === document.activeElement && button.current?.matches(':focus-visible') === true) return;
      timer.current = setTimeout(() => setOpening((now) => (now === 'preview' ? null : now)), CLOSES_AFTER);
    },
  };
  return { opening, open, close, hover };
}

/** The part with the definitions, once it is there. Where it cannot be loaded, a message says so. */
function LatePopover(props: TermPopoverProps) {
  const { store } = useParts();
  const { onClose } = props;
  const [Popover, setPopover] = useState<ComponentType<TermPopoverProps> | null>(null);
  useEffect(() => {
    let here = true;
    loadPart('holds the definitions', () => import('./TermPopover.tsx')).then(
      (part) => here && setPopover(() => part.TermPopover),
      (error: unknown) => {
        if (!here) return;
        onClose();
        const text = error instanceof Error ? error.message : String(error);
        patch(store, 'view', withMessage(store.getState().view, 'problem', text));
      },
    );
    return () => {
      here = false;
    };
  }, [onClose, store]);
  return Popover === null ? null : <Popover {...props} />;
}
