/** Brings a place into sight wherever it is: chooses its tab, on a phone its column, unfolds it, and scrolls to it. */
import { type Anchor, type FigureName, type PanelName, parseAnchor } from '../../browser/anchor.ts';
import { findAnchor, showAnchor } from '../../browser/showAnchor.ts';
import type { AppParts } from '../../session/appParts.ts';
import { patch } from '../../store/appStore.ts';
import { detailOf } from '../../store/controls.ts';
import type { ViewSlice } from '../../store/viewSlice.ts';
import { panelPlaces } from './places.ts';

/** The panel of a figure that has not its name. */
const panelOfFigure: Partial<Record<FigureName, PanelName>> = { loss: 'learning' };
type Shown = Partial<Pick<ViewSlice, 'column' | 'inferTab' | 'statedDetail' | 'sheet'>>;

/** For React to have drawn what was chosen, ms; a few times. */
const TRIES = [0, 60, 250, 800];

/**
 * @param focus moves the keyboard there, once
 * @returns whether the document has it by now; otherwise it is tried again in a moment
 */
export function bringToSight(
  anchor: Anchor,
  { store }: Pick<AppParts, 'store'>,
  { focus = false }: { readonly focus?: boolean } = {},
): boolean {
  const { view } = store.getState();
  const change = viewFor(anchor, view);
  const differs = Object.entries(change).some(([key, value]) => view[key as keyof ViewSlice] !== value);
  if (differs) patch(store, 'view', change);
  const there = findAnchor(anchor) !== null;
  let focused = !focus;
  for (const wait of TRIES) {
    setTimeout(() => {
      if (showAnchor(anchor, { focus: !focused })) focused = true;
    }, wait);
  }
  return there;
}

/** The column and the tab in which a place is. */
function viewFor(anchor: Anchor, view: ViewSlice): Shown {
  const place = parseAnchor(anchor);
  if (place === null) return {};
  switch (place.kind) {
    case 'panel':
      return viewOfPanel(place.name, view);
    case 'figure':
      return viewOfPanel(panelOfFigure[place.name] ?? (place.name as PanelName), view);
    case 'editor':
      return { sheet: 'own-simulator' };
    case 'parameter':
      return { column: 'assume' };
    case 'nuisance':
    case 'design':
    case 'setting':
      return { column: 'assume', ...(findAnchor(anchor) === null ? everything(view) : {}) };
    case 'action':
      return findAnchor(anchor) === null ? everything(view) : {};
    default:
      return place satisfies never;
  }
}

function viewOfPanel(name: PanelName, view: ViewSlice): Shown {
  // A figure that has no panel of its name stands in none of these.
  if (!Object.hasOwn(panelPlaces, name)) return {};
  const { column, tab, full } = panelPlaces[name];
  return {
    // A phone shows the data with what is inferred from them.
    column: column === 'data' ? 'infer' : column,
    ...(tab === undefined ? {} : { inferTab: tab.value }),
    ...(full === true && tab === undefined ? everything(view) : {}),
  };
}

/** All settings and checks; in a lesson for as long as it lasts. */
function everything(view: ViewSlice): Shown {
  return detailOf(view) === 'full' ? {} : { statedDetail: 'full' };
}
