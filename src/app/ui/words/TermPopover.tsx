/**
 * The definition of a term, open: beside the card that the term stands in, or above or below its line, never over it. The
 * height is what is free there; what is longer scrolls.
 */
import { Popover } from '@base-ui/react/popover';
import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import { terms } from '../../words/terms.ts';
import { glossaryLink } from './glossaryLink.ts';
import { Definition } from './Definition.tsx';
import type { TermPopoverProps } from './termOpening.ts';
import css from './TermPopover.module.css';

/** Between the card and the definition, and between the definition and the edge of the window, pixels. */
const GAP = 10;
const EDGE = 8;

export function TermPopover({ name, button, opening, textId, hover, onOpen, onClose }: TermPopoverProps) {
  // Another term that was followed from this one.
  const [shown, setShown] = useState(name);
  const popup = useRef<HTMLDivElement>(null);
  const { href, target, rel } = glossaryLink(shown);
  const kept = opening === 'kept';
  return (
    <Popover.Root
      open
      onOpenChange={(open, { event }) => {
        // The term itself tells presses on it.
        const target = event.target instanceof Node ? event.target : null;
        if (!open && !(button.current?.contains(target) ?? false)) onClose();
      }}
    >
      <Popover.Portal>
        <Popover.Positioner
          className={css.positioner}
          anchor={() => placeOf(button.current)}
          side={besideCard(button.current) ? 'left' : 'bottom'}
          sideOffset={GAP}
          collisionPadding={EDGE}
          collisionAvoidance={{ side: 'flip', align: 'shift', fallbackAxisSide: 'end' }}
        >
          <Popover.Popup
            ref={popup}
            className={css.popup}
            // A preview leaves the focus where it is. What is kept has it, and so is read aloud.
            key={opening}
            initialFocus={kept ? popup : false}
            finalFocus={kept ? button : false}
            onPointerEnter={hover.enter}
            onPointerLeave={hover.leave}
          >
            <Popover.Arrow className={css.arrow} />
            <div className={css.scroll}>
              <div className={css.head}>
                <Popover.Title className={css.title}>{terms[shown].title}</Popover.Title>
                <button type="button" className={css.close} aria-label="Close the definition" onClick={onClose}>
                  <X aria-hidden size={16} />
                </button>
              </div>
              <Definition
                name={shown}
                textId={textId}
                onFollow={(next) => {
                  onOpen('kept');
                  setShown(next);
                }}
              />
              <p className={css.foot}>
                <a href={href} target={target} rel={rel} onClick={onClose}>
                  All terms
                </a>
              </p>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The card that a term stands in. */
function cardOf(button: HTMLButtonElement | null): Element | null {
  return button?.closest('[data-anchor^="panel:"], [data-card]') ?? null;
}

/** A column of cards leaves room at its side; a wide one does not. */
function besideCard(button: HTMLButtonElement | null): boolean {
  const card = cardOf(button);
  return card !== null && window.innerWidth - card.getBoundingClientRect().width >= 2 * 360;
}

/** What the definition stands beside: as wide as the card, as high as the term's line. */
function placeOf(button: HTMLButtonElement | null) {
  if (button === null) return null;
  const card = cardOf(button);
  if (card === null || !besideCard(button)) return button;
  return {
    contextElement: button,
    getBoundingClientRect: () => {
      const line = button.getBoundingClientRect();
      const { left, width } = card.getBoundingClientRect();
      return new DOMRect(left, line.top, width, line.height);
    },
  };
}
