/** Actions on the page itself: systems, help, theme, the observation. */
import {
  AArrowDown,
  AArrowUp,
  Archive,
  CircleHelp,
  CodeXml,
  ClipboardPaste,
  Download,
  GraduationCap,
  LayoutGrid,
  Link,
  Luggage,
  Pin,
  Play,
  Monitor,
  Moon,
  Sun,
  Undo2,
  ZoomIn,
  ZoomOut,
  ListChecks,
  Presentation,
  Upload,
  X,
} from 'lucide-react';
import { isScript } from '../../inference/simulators/own/scriptSystem.ts';
import type { System } from '../../inference/simulators/system.ts';
import { systems } from '../../inference/simulators/registry.ts';
import { patch } from '../store/appStore.ts';
import { isLocked, LOCKED } from '../store/controls.ts';
import { chooseLook, lookOf } from '../store/look.ts';
import { type Anchor, anchorOf } from '../browser/anchor.ts';
import { showAnchor } from '../browser/showAnchor.ts';
import { download } from '../browser/download.ts';
import { networkCompatibility } from '../store/engineSlice.ts';
import { MOST_PINS } from '../store/pinsSlice.ts';
import type { ThemeChoice } from '../store/viewSlice.ts';
import { showsImage } from '../readout/text/fileText.ts';
import type { Action } from './action.ts';

export const help: Action = {
  id: 'help',
  description: 'Show this help',
  label: () => 'Help',
  icon: () => CircleHelp,
  shortcut: '?',
  enabled: () => true,
  perform: ({ store }) => patch(store, 'view', { sheet: store.getState().view.sheet === 'help' ? null : 'help' }),
};

export const chooseSystem: Action = {
  id: 'systems',
  control: 'system',
  description: 'Choose a system',
  label: ({ study }) => study.system.name,
  icon: () => LayoutGrid,
  shortcut: 'g',
  enabled: () => true,
  perform: ({ store }) => patch(store, 'view', { sheet: store.getState().view.sheet === 'systems' ? null : 'systems' }),
};

export const share: Action = {
  id: 'share',
  description: 'Share the study: a link, a link for a class, or an embedded page',
  label: () => 'Share',
  icon: () => Link,
  shortcut: 'u',
  enabled: () => true,
  perform: ({ store }) => patch(store, 'view', { sheet: store.getState().view.sheet === 'share' ? null : 'share' }),
};

export const openExport: Action = {
  id: 'take-away',
  description: 'Export: draws, figures, report',
  label: () => 'Export',
  icon: () => Luggage,
  shortcut: 'x',
  enabled: () => true,
  perform: ({ store }) => patch(store, 'view', { sheet: 'take-away' }),
};

export const studies: Action = {
  id: 'studies',
  description: 'Studies: save this one, open a saved one',
  label: () => 'Studies',
  icon: () => Archive,
  shortcut: 'o',
  enabled: () => true,
  perform: ({ store }) => patch(store, 'view', { sheet: 'studies' }),
};

/** What has just been asked for is in the document with the next frame but one. */
function afterwards(place: Anchor): void {
  if (typeof document === 'undefined') return;
  requestAnimationFrame(() => requestAnimationFrame(() => void showAnchor(place, { focus: true })));
}

export const showEvidence: Action = {
  id: 'evidence',
  description: 'Show every check with its evidence',
  label: () => 'Show the evidence',
  icon: () => ListChecks,
  shortcut: null,
  enabled: () => true,
  perform: ({ store }) => {
    patch(store, 'view', { ownDetail: 'full', statedDetail: null, column: 'check' });
    afterwards(anchorOf({ kind: 'panel', name: 'calibration' }));
  },
};

export const ownData: Action = {
  id: 'own-data',
  control: 'observation',
  description: 'Bring data of your own, or a table of simulations',
  label: () => 'I have data or a simulator',
  icon: () => Upload,
  shortcut: null,
  enabled: () => true,
  perform: ({ store }) => {
    patch(store, 'view', { column: 'infer' });
    afterwards(anchorOf({ kind: 'action', name: 'open-file' }));
  },
};

export const ownSimulator: Action = {
  id: 'own-simulator',
  control: 'system',
  description: 'Write a simulator of your own, in JavaScript',
  label: ({ study }) => (isScript(study.system.id) ? 'Edit this simulator' : 'Write your own simulator'),
  icon: () => CodeXml,
  shortcut: null,
  enabled: () => true,
  perform: ({ store }) => patch(store, 'view', { sheet: 'own-simulator' }),
};

export const teach: Action = {
  id: 'teach',
  description: 'For teachers: present a lesson on a projector, or make a link for a class',
  label: () => 'I teach',
  icon: () => Presentation,
  shortcut: null,
  enabled: () => true,
  perform: ({ store }) => patch(store, 'view', { sheet: 'teach' }),
};

export const closeDoors: Action = {
  id: 'close-doors',
  description: 'Close the strip for newcomers for good',
  label: () => 'Do not show this again',
  icon: () => X,
  shortcut: null,
  enabled: () => true,
  perform: ({ store }) => patch(store, 'view', { doorsClosed: true }),
};

const nextTheme: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: 'light', light: 'dark', dark: 'system' };
const themeIcon = { system: Monitor, light: Sun, dark: Moon } as const;

export const openLessons: Action = {
  id: 'lessons',
  description: 'Lessons: a list of them, and how far you are',
  label: () => 'Lessons',
  icon: () => GraduationCap,
  shortcut: 'k',
  enabled: () => true,
  perform: ({ store }) => patch(store, 'view', { sheet: store.getState().view.sheet === 'lessons' ? null : 'lessons' }),
};

export const openTour: Action = {
  id: 'open-tour',
  description: 'A tour of ninety seconds: the first lesson',
  label: () => 'Show me in 90 seconds',
  icon: () => Play,
  shortcut: null,
  enabled: () => true,
  perform: ({ session }) => void session.lessons.openTour(),
};

export const switchTheme: Action = {
  id: 'theme',
  description: 'Theme: light, dark or system',
  label: (state) => `Theme: ${lookOf(state).theme}`,
  icon: (state) => themeIcon[lookOf(state).theme],
  shortcut: 't',
  enabled: () => true,
  perform: ({ store }) => chooseLook(store, { theme: nextTheme[lookOf(store.getState()).theme] }),
};

export const enlargeType: Action = {
  id: 'type',
  description: 'Larger type, for a projector, and back',
  label: (state) => (lookOf(state).large ? 'Normal type' : 'Larger type'),
  icon: (state) => (lookOf(state).large ? AArrowDown : AArrowUp),
  shortcut: '+',
  enabled: () => true,
  perform: ({ store }) => chooseLook(store, { large: !lookOf(store.getState()).large }),
};

export const pinRun: Action = {
  id: 'pin',
  description: 'Pin this run to compare later runs with it',
  label: () => 'Pin this run',
  icon: () => Pin,
  shortcut: 'p',
  enabled: (state) => {
    if (state.pins.pins.length >= MOST_PINS) return `${MOST_PINS} runs are pinned already: unpin one first.`;
    const compatibility = networkCompatibility(state.engine, state.study);
    return compatibility === 'none' || compatibility === 'other-design'
      ? 'There is no posterior of this study yet.'
      : true;
  },
  perform: ({ session }) => session.comparison.pin(),
};

export const zoom: Action = {
  id: 'zoom',
  description: 'Zoom in on the posterior',
  label: ({ view }) => (view.zoomed ? 'Whole prior' : 'Zoom in'),
  icon: ({ view }) => (view.zoomed ? ZoomOut : ZoomIn),
  shortcut: 'z',
  enabled: () => true,
  perform: ({ store }) => patch(store, 'view', { zoomed: !store.getState().view.zoomed }),
};

export const restoreDefaults: Action = {
  id: 'defaults',
  description: 'Set all assumptions back to their defaults',
  label: () => 'Restore defaults',
  icon: () => Undo2,
  shortcut: null,
  enabled: (state) => {
    const assumptions = ['priors', 'nuisances', 'design', 'training'] as const;
    return assumptions.some((control) => isLocked(state, control)) ? LOCKED : true;
  },
  perform: ({ session }) => session.studyEditing.restoreDefaults(),
};

export const downloadObservation: Action = {
  id: 'download-observation',
  description: 'Download the observation: a table as CSV, an array as JSON',
  label: () => 'Download',
  icon: () => Download,
  shortcut: 'd',
  enabled: ({ observation }) =>
    observation.current.x === null ? 'Summaries were edited by hand: there are no raw data to download.' : true,
  perform: ({ session }) => {
    const file = session.files.written();
    if (file === null) return;
    download(new Blob([file.text], { type: file.type }), file.name);
  },
};

export const downloadFits: Action = {
  id: 'download-fits',
  description: 'Download an observation that is an image as a FITS file',
  label: () => 'As FITS',
  icon: () => Download,
  shortcut: null,
  enabled: ({ study, observation: { current } }) => {
    if (!showsImage(study.system, current.design)) return `The data of ${study.system.name} are no image.`;
    return current.x === null ? 'Summaries were edited by hand: there are no raw data to download.' : true;
  },
  perform: ({ session }) => void session.files.downloadFits(),
};

export const pasteObservation: Action = {
  id: 'paste-observation',
  description: 'Paste the observation (Ctrl+V does it anywhere)',
  label: () => 'Paste',
  icon: () => ClipboardPaste,
  shortcut: null,
  enabled: () => true,
  perform: ({ session }) => void session.files.paste(),
};

export const linkObservation: Action = {
  id: 'link-observation',
  description: 'Fetch the observation from a link',
  label: () => 'From a link',
  icon: () => Link,
  shortcut: 'l',
  enabled: () => true,
  perform: ({ store }) => patch(store, 'view', { sheet: 'link' }),
};

/** A digit takes a system: the first nine have one. */
export function systemAction(system: System, position: number): Action {
  return {
    id: `system-${system.id}`,
    control: 'system',
    description: system.name,
    label: () => system.name,
    icon: () => LayoutGrid,
    shortcut: position < 9 ? String(position + 1) : null,
    enabled: () => true,
    perform: ({ session, store }) => {
      session.studyEditing.selectSystem(system);
      patch(store, 'view', { sheet: null });
    },
  };
}

/**
 * The keys stand beside the systems in the gallery, which lists those of the page's catalogue: the same ones in the same order,
 * as a test holds.
 */
export const systemActions: readonly Action[] = systems.map(systemAction);
