/**
 * Names of places on the page: a panel, a figure, the card of a parameter, the button of an action. Lessons, links, the help and
 * tests point at places by them, so a name stays when texts, looks and order change. In the document each is the value of one
 * attribute, data-anchor, and there at most once; showAnchor.ts finds it.
 */

/** Every panel of the page (ui/panels/allPanels.ts), by column and from top to bottom. */
export const panelNames = [
  'modes',
  'learner',
  'priors',
  'nuisances',
  'design',
  'training',
  'retraining',
  'observation',
  'reading-widths',
  'learnt',
  'posterior',
  'ridge',
  'flow',
  'rejection',
  'batch',
  'drawn',
  'pinned-runs',
  'learning',
  'more-simulations',
  'calibration',
  'coverage',
  'final-check',
  'observation-checks',
  'focus',
  'correction',
  'sandbox',
  'coverage-at-truth',
  'identifiability',
  'profile-likelihood',
  'pixels',
  'hikers',
  'nuisance-trial',
  'network-spread',
  'ledger',
] as const;
export type PanelName = (typeof panelNames)[number];

/** Every figure of the page. */
export const figureNames = [
  'posterior',
  'estimate',
  'ridge',
  'flow',
  'rejection',
  'batch',
  'observation',
  'loss',
  'more-simulations',
  'calibration',
  'coverage',
  'coverage-at-truth',
  'profile-likelihood',
  'pixels',
  'landscape',
  'windows',
  'nuisance-trial',
  'network-spread',
  'ledger',
] as const;
export type FigureName = (typeof figureNames)[number];

/** Parts of the editor of simulators. */
export const editorNames = ['text', 'trial', 'use'] as const;
export type EditorName = (typeof editorNames)[number];

/**
 * Kinds of places whose names are not the page's: keys of the parameters, nuisance parameters and design fields of the system on
 * screen; keys of TrainingSettings; ids of actions.
 */
const openKinds = ['parameter', 'nuisance', 'design', 'setting', 'action'] as const;
type OpenKind = (typeof openKinds)[number];

/** `panel:calibration`, `figure:loss`, `editor:trial`, `parameter:b`, `setting:epochs`, `action:train`. */
export type Anchor = `panel:${PanelName}` | `figure:${FigureName}` | `editor:${EditorName}` | `${OpenKind}:${string}`;

/** What an anchor names. */
export type Place =
  | { readonly kind: 'panel'; readonly name: PanelName }
  | { readonly kind: 'figure'; readonly name: FigureName }
  | { readonly kind: 'editor'; readonly name: EditorName }
  | { readonly kind: OpenKind; readonly name: string };

export function anchorOf(place: Place): Anchor {
  switch (place.kind) {
    case 'panel':
      return `panel:${place.name}`;
    case 'figure':
      return `figure:${place.name}`;
    case 'editor':
      return `editor:${place.name}`;
    case 'parameter':
    case 'nuisance':
    case 'design':
    case 'setting':
    case 'action':
      return `${place.kind}:${place.name}`;
    default:
      return place satisfies never;
  }
}

/**
 * What a text names, if it is an anchor; otherwise null. The name is all that follows the first colon: keys of parameters of a
 * table may hold any character. Whether a system has such a parameter, or the page such an action, is not asked.
 */
export function parseAnchor(text: string): Place | null {
  const colon = text.indexOf(':');
  const name = text.slice(colon + 1);
  if (colon < 0 || name === '') return null;
  const kind = text.slice(0, colon);
  if (kind === 'panel') return isOneOf(panelNames, name) ? { kind, name } : null;
  if (kind === 'figure') return isOneOf(figureNames, name) ? { kind, name } : null;
  if (kind === 'editor') return isOneOf(editorNames, name) ? { kind, name } : null;
  return isOneOf(openKinds, kind) ? { kind, name } : null;
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name);
}
