/** How a term is open, and what its definition is given of it. */
import type { PointerEvent, RefObject } from 'react';
import type { TermName } from '../../words/termForms.ts';

/** 'preview': while the pointer or the focus is there; 'kept': until it is closed. */
export type TermOpening = 'preview' | 'kept';

export interface TermHover {
  readonly enter: (event: PointerEvent) => void;
  readonly leave: (event: PointerEvent) => void;
}

export interface TermPopoverProps {
  readonly name: TermName;
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly opening: TermOpening;
  /** Id of the text, by which the term is described. */
  readonly textId: string;
  readonly hover: TermHover;
  readonly onOpen: (how: TermOpening) => void;
  readonly onClose: () => void;
}
