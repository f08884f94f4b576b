/** What a panel is: a part of a column that can be named, hidden and locked by itself. A new one is an entry of allPanels.ts. */
import type { ComponentType } from 'react';
import type { ControlName } from '../../../inference/study/document/view.ts';
import type { Anchor, PanelName } from '../../browser/anchor.ts';
import type { AppState } from '../../store/appStore.ts';
import type { Box, InferTab } from '../../store/viewSlice.ts';

export interface PanelProps {
  /** For the outermost element. */
  readonly anchor: Anchor;
  readonly title: string;
  /** On an embedded page, which leaves out tools for noise and files. */
  readonly embedded: boolean;
}

export interface Panel {
  readonly id: PanelName;
  readonly column: Box;
  readonly title: string;
  /** Of the panels with a tab only that of the chosen tab is shown. */
  readonly tab?: { readonly value: InferTab; readonly label: string };
  /** Only where all settings and checks are in sight. A tab that is chosen is shown nevertheless. */
  readonly full?: true;
  /** What a link can hide or lock it with. */
  readonly control?: ControlName;
  /** True, or a sentence that says why there is no such panel now. */
  readonly offered: (state: AppState) => true | string;
  readonly Component: ComponentType<PanelProps>;
}

/** For panels that are always there. */
export const always = (): true => true;

/** A panel about a network of NPE and its posterior, which no other learner has. */
export function ofNpe(panel: Panel): Panel {
  const offered: Panel['offered'] = (state) =>
    state.study.learner === undefined
      ? panel.offered(state)
      : 'What is learnt here is no posterior: choose NPE as the learner for this.';
  return { ...panel, offered };
}
