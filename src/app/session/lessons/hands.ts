/** What a demonstration does as a hand does it, where no call of the session is meant: buttons, sliders, actions. */
import type { Anchor } from '../../browser/anchor.ts';

export interface Hands {
  /** Performs an action of the registry. @throws where it is not possible now, with the reason */
  perform(action: string): void;
  /** Presses the control at an anchor, or in it the one with this name. @throws where there is none */
  press(anchor: Anchor, name: string | undefined): void;
  /** Sets the slider at an anchor, or in it the one with this name. @throws where there is none */
  slide(anchor: Anchor, name: string | undefined, to: number): void;
  /** Brings a place into sight, whatever tab, column or fold it is in. @returns whether the page has it now */
  show(anchor: Anchor): boolean;
}
