/** What the page shows, apart from results: theme, tabs, open sheets, messages; and what a link has fixed of it. */
import { type ControlName, type StartChoice, defaultView } from '../../inference/study/document/view.ts';
import type { FlowView } from './flowSlice.ts';
import type { TermName } from '../words/termForms.ts';
import type { RejectionView } from './rejectionSlice.ts';

export type ThemeChoice = 'light' | 'dark' | 'system';
export type Column = 'assume' | 'infer' | 'check';
/** The boxes of the page, from left to right. A phone shows the data with what is inferred from them. */
export type Box = 'assume' | 'data' | 'infer' | 'check';
/** How much of the page is in sight: what a first visit needs, or all settings and checks. */
export type Detail = 'simple' | 'full';
export type InferTab = 'posterior' | 'ridge' | 'flow' | 'rejection' | 'many';
export type Sheet =
  | 'help'
  | 'systems'
  | 'share'
  /** That of sharing, at its part for a class. */
  | 'class-link'
  | 'studies'
  | 'take-away'
  | 'link'
  | 'lessons'
  | 'teach'
  | 'bridge'
  | 'own-simulator'
  | null;

export interface Message {
  readonly id: number;
  /** 'problem' stays until dismissed; 'note' goes by itself. */
  readonly level: 'problem' | 'note';
  readonly text: string;
}

export interface ViewSlice {
  readonly theme: ThemeChoice;
  /** Whether single keys (R, E, Space, ...) are shortcuts. */
  readonly singleKeys: boolean;
  /** The user's own choice; */
  readonly ownDetail: Detail;
  /** and that of the link or document that is open, which goes before it (controls.ts). */
  readonly statedDetail: Detail | null;
  /** The strip for newcomers was closed. */
  readonly doorsClosed: boolean;
  /** A data point was dragged once. */
  readonly dragged: boolean;
  /** Larger type, for a projector. */
  readonly large: boolean;
  /** The column that a phone shows. */
  readonly column: Column;
  readonly inferTab: InferTab;
  readonly sheet: Sheet;
  readonly retrainByItself: boolean;
  /** A slider's thumb is held: no retraining until it is let go. */
  readonly thumbHeld: boolean;
  /** Whether a phone shows the corner figure instead of a row for each quantity. */
  readonly pairs: boolean;
  /** Axes over the posterior instead of over the whole prior. */
  readonly zoomed: boolean;
  /** Keys of the quantities in the corner figure, where they do not all fit; null: the first ones. */
  readonly corner: readonly string[] | null;
  readonly ridge: { readonly axes: readonly [string, string] | null; readonly scale: 'log' | 'linear' };
  readonly flow: FlowView;
  readonly rejection: RejectionView;
  /** What a study that is opened begins with: a network that comes with the page, its initial weights, a training. */
  readonly start: StartChoice;
  /** The words of whoever made the link that is open (inference/study/document/classWords.ts); null: none. */
  readonly title: string | null;
  readonly task: string | null;
  /** Controls that a link has taken away, and those that it shows only: see controls.ts. */
  readonly hidden: readonly ControlName[];
  readonly locked: readonly ControlName[];
  readonly messages: readonly Message[];
  /** The term that an address has asked for, until the glossary shows it. */
  readonly sought: TermName | null;
}

/** What the browser has kept of earlier visits. */
export type KeptView = Pick<ViewSlice, 'singleKeys' | 'ownDetail' | 'doorsClosed' | 'dragged' | 'large'>;

/** As a returning user has it who sees everything. */
const EXPERIENCED: KeptView = { singleKeys: true, ownDetail: 'full', doorsClosed: true, dragged: true, large: false };

export function viewSlice(theme: ThemeChoice, kept: Partial<KeptView> = {}): ViewSlice {
  return {
    theme,
    ...EXPERIENCED,
    ...kept,
    statedDetail: null,
    column: 'infer',
    inferTab: 'posterior',
    sheet: null,
    retrainByItself: true,
    thumbHeld: false,
    pairs: false,
    zoomed: false,
    corner: null,
    ridge: { axes: null, scale: 'log' },
    flow: defaultView.flow,
    rejection: defaultView.rejection,
    start: true,
    title: null,
    task: null,
    hidden: [],
    locked: [],
    messages: [],
    sought: null,
  };
}

/** Adds a message; the same text twice in a row is shown once. */
export function withMessage(view: ViewSlice, level: Message['level'], text: string): ViewSlice {
  if (view.messages.some((message) => message.text === text)) return view;
  const id = 1 + Math.max(0, ...view.messages.map((message) => message.id));
  return { ...view, messages: [...view.messages, { id, level, text }] };
}

export function withoutMessage(view: ViewSlice, id: number): ViewSlice {
  return { ...view, messages: view.messages.filter((message) => message.id !== id) };
}
