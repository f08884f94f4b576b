import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ControlName } from '../../../inference/study/document/view.ts';
import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import { systems } from '../../../inference/simulators/registry.ts';
import type { System } from '../../../inference/simulators/system.ts';
import { defaultTraining } from '../../../inference/training/defaults.ts';
import { actions } from '../../actions/registry.ts';
import { type Anchor, anchorOf, figureNames, panelNames, parseAnchor } from '../../browser/anchor.ts';
import { Session } from '../../session/session.ts';
import { createAppStore } from '../../store/appStore.ts';
import { createTelemetry, Publisher } from '../../store/telemetry.ts';
import type { InferTab, ViewSlice } from '../../store/viewSlice.ts';
import { AssumeColumn } from '../assume/AssumeColumn.tsx';
import { visibleFields } from '../assume/visibleFields.ts';
import { DataBox } from '../data/DataBox.tsx';
import { CheckColumn } from '../check/CheckColumn.tsx';
import { Header } from '../header/Header.tsx';
import { AppContext } from '../hooks/hooks.ts';
import { InferColumn } from '../infer/InferColumn.tsx';
import { panels } from './allPanels.ts';
import { firstPanels } from './firstPanels.ts';
import { knowPanels } from './knownPanels.ts';
import { panelPlaces } from './places.ts';

/** The page of a system before anything has been computed, with its engine silent. */
function pageOf(system: System, view: Partial<ViewSlice> = {}) {
  const catalogue = new SystemCatalogue();
  const store = createAppStore(system, 'light');
  store.setState((state) => ({ view: { ...state.view, ...view } }));
  const telemetry = createTelemetry();
  const publisher = new Publisher(telemetry);
  const engine = { call: () => new Promise<never>(() => {}) };
  const session = new Session({
    catalogue,
    store,
    telemetry,
    publisher,
    engine,
    pretrained: () => Promise.resolve(null),
  });
  // React renders on a server what a store held at first: here, what it holds now.
  const parts = { catalogue, store: Object.assign(store, { getInitialState: store.getState }), telemetry, session };
  const html = (part: ReactNode) => renderToStaticMarkup(<AppContext value={parts}>{part}</AppContext>);
  return { state: store.getState(), html };
}

const wholePage = [
  <Header key="header" />,
  <AssumeColumn key="a" />,
  <DataBox key="d" />,
  <InferColumn key="i" />,
  <CheckColumn key="c" />,
];

function anchorsIn(html: string): string[] {
  return Array.from(html.matchAll(/ data-anchor="([^"]*)"/g), ([, anchor]) => anchor).toSorted();
}

const tabs = panels.flatMap(({ tab }) => (tab === undefined ? [] : [tab.value]));

beforeAll(() => knowPanels(panels));

test('where a panel stands is told rightly before its code is there', () => {
  const places = panels.map(({ id, column, tab, full }) => [id, { column, tab, full }]);
  expect(Object.entries(panelPlaces)).toEqual(places);
});

test('a first visit has the panels that are neither of the full page alone nor of a tab that was chosen', () => {
  const simple = panels.filter(({ id, tab, full }) => full === undefined && tab?.value !== 'many' && id !== 'learnt');
  expect(firstPanels.map(({ id }) => id)).toEqual(simple.map(({ id }) => id));
});

test('the list holds each panel of the page once, in the order of their names', () => {
  expect(panels.map(({ id }) => id)).toEqual(panelNames);
  expect(new Set(panelNames).size).toBe(panelNames.length);
  expect(new Set(figureNames).size).toBe(figureNames.length);
  expect(tabs).toEqual(['posterior', 'ridge', 'flow', 'rejection', 'many']);
});

describe.each(systems)('$name', (system) => {
  test.each(tabs)('has every panel, parameter and field once, in the tab %s', (inferTab) => {
    const { state, html } = pageOf(system, { inferTab });
    const found = anchorsIn(html(wholePage));
    expect(found.filter((anchor, i) => found.indexOf(anchor) !== i)).toEqual([]);
    expect(found.filter((anchor) => parseAnchor(anchor) === null)).toEqual([]);

    const { design } = state.study.problem;
    const shown = panels.filter(({ tab, offered }) => {
      return (tab === undefined || tab.value === inferTab) && offered(state) === true;
    });
    const expected: Anchor[] = [
      ...shown.map(({ id }) => anchorOf({ kind: 'panel', name: id })),
      ...system.parameters(design).map(({ key }) => anchorOf({ kind: 'parameter', name: key })),
      ...system.nuisances(design).map(({ key }) => anchorOf({ kind: 'nuisance', name: key })),
      ...visibleFields(system, design).map(({ key }) => anchorOf({ kind: 'design', name: key })),
      // Not on the page: the share of the simulations that is held out for validation.
      ...Object.keys(defaultTraining(system, design))
        .filter((key) => key !== 'validationFraction')
        .map((key) => anchorOf({ kind: 'setting', name: key })),
    ];
    const kinds = ['panel', 'parameter', 'nuisance', 'design', 'setting'];
    expect(found.filter((anchor) => kinds.includes(anchor.split(':')[0]))).toEqual(expected.toSorted());
    expect(found.filter((anchor) => anchor.startsWith('figure:'))).toEqual(
      [...figuresAtOnce(shown.some(({ id }) => id === inferTab) ? inferTab : null)].toSorted(),
    );
  });

  test('says why it has no ridge, or no nuisance parameter, in a sentence', () => {
    const { state } = pageOf(system);
    const reasons = panels.map(({ offered }) => offered(state)).filter((offered) => offered !== true);
    for (const reason of reasons) expect(reason).toMatch(/^[A-Z].*\.$/);
  });
});

/** The figures that are there before there is a network; in the tab of batches only with a file. */
function figuresAtOnce(tab: InferTab | null): Anchor[] {
  return ['figure:observation', 'figure:loss', ...(tab === null || tab === 'many' ? [] : [`figure:${tab}` as const])];
}

test('where a system has one parameter, the tab of the ridge says so and leads back', () => {
  const lonely = systems.filter((system) => panelNamed('ridge').offered(pageOf(system).state) !== true);
  expect(lonely.map(({ id }) => id)).toEqual(['lorenz-96']);
  const html = pageOf(lonely[0], { inferTab: 'ridge' }).html(<InferColumn />);
  expect(html).toContain('aria-label="Ridge"');
  expect(html).toContain('only one parameter');
  expect(html).toContain('Show the posterior');
});

test.each([
  'design',
  'priors',
  'nuisances',
  'training',
  'mending',
  'sandbox',
] as const satisfies readonly ControlName[])(
  'a link that hides %s takes its panels away and no others; one that locks it keeps all',
  (control) => {
    const panelsIn = (view: Partial<ViewSlice>) =>
      anchorsIn(pageOf(systems[0], view).html(wholePage)).filter((anchor) => anchor.startsWith('panel:'));
    const all = panelsIn({});
    const own = panels.flatMap((panel) => (panel.control === control ? [`panel:${panel.id}`] : []));
    expect(own.length).toBeGreaterThan(0);
    expect(panelsIn({ hidden: [control] })).toEqual(all.filter((anchor) => !own.includes(anchor)));
    expect(panelsIn({ locked: [control] })).toEqual(all);
  },
);

test('neighbours with one control are locked in one group', () => {
  const groups = (system: System, locked: readonly ControlName[]) =>
    pageOf(system, { locked })
      .html(<AssumeColumn />)
      .split('<fieldset disabled').length - 1;
  // The learner stands above the priors by itself, and this system has none to choose.
  expect(groups(systems[0], ['training'])).toBe(1);
  expect(groups(systems[0], ['design'])).toBe(2);
});

test('ids of actions are names of places, and of one place each', () => {
  const names = actions.map(({ id }) => anchorOf({ kind: 'action', name: id }));
  expect(new Set(names).size).toBe(names.length);
  expect(names.map(parseAnchor)).toEqual(actions.map(({ id }) => ({ kind: 'action', name: id })));
});

function panelNamed(id: (typeof panelNames)[number]) {
  const panel = panels.find((entry) => entry.id === id);
  if (panel === undefined) throw new Error(`There is no panel ${id}.`);
  return panel;
}
