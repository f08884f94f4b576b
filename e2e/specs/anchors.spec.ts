/** Anchors: every panel, parameter, field, figure and action has one place in the document, and can be brought into sight. */
import type { Page } from '@playwright/test';
import { build } from 'vite';
import type { Anchor } from '../../src/app/browser/anchor.ts';
import { anchorOf, figureNames, panelNames, parseAnchor } from '../../src/app/browser/anchor.ts';
import type { showAnchor } from '../../src/app/browser/showAnchor.ts';
import { actions } from '../../src/app/actions/registry.ts';
import { visibleFields } from '../../src/app/ui/assume/visibleFields.ts';
import { learnersFor } from '../../src/inference/learners/registry.ts';
import { systems } from '../../src/inference/simulators/registry.ts';
import type { System } from '../../src/inference/simulators/system.ts';
import { defaultProblem } from '../../src/inference/simulators/problem.ts';
import { Playground } from '../pages/playground.ts';
import { expect, test } from '../pages/test.ts';

/** Kinds of places that a system's study has from the start. */
const PLACES = ['panel', 'parameter', 'nuisance', 'design'];
const tabs = [
  { name: 'Posterior', panel: 'posterior' },
  { name: 'Ridge', panel: 'ridge' },
  { name: 'Flow', panel: 'flow' },
  { name: 'By rejection', panel: 'rejection' },
  { name: 'Batch', panel: 'batch' },
] as const;

/** All anchors of the document, sorted. */
async function anchorsOn(page: Page): Promise<string[]> {
  const found = await page
    .locator('[data-anchor]')
    .evaluateAll((elements) => elements.map((element) => element.getAttribute('data-anchor') ?? ''));
  return found.toSorted();
}

const twice = (anchors: readonly string[]) => anchors.filter((anchor, i) => anchors.indexOf(anchor) !== i);

/** Panels, parameters and fields of a system's default study in a tab. */
function expectedPlaces(system: System, tab: (typeof tabs)[number]['panel']): Anchor[] {
  const { design } = defaultProblem(system);
  const fields = visibleFields(system, design);
  const missing = [
    'pinned-runs',
    // Once readings have come one by one.
    'reading-widths',
    // Both panels of a learner other than NPE: only where a system has one.
    ...(learnersFor(system).length === 0 ? ['learner', 'learnt'] : ['learnt']),
    ...tabs.flatMap(({ panel }) => (panel === tab ? [] : [panel])),
    ...(system.nuisances(design).length === 0 ? ['nuisances'] : []),
    ...(system.drawn === undefined ? ['drawn'] : []),
    ...(fields.some(({ prominent }) => prominent === true) ? [] : ['modes']),
    ...(fields.some(({ prominent }) => prominent !== true) ? [] : ['design']),
    ...(system.display(design).length + system.derived(design).length < 2 ? ['ridge'] : []),
  ];
  const places: Anchor[] = [
    ...panelNames.filter((name) => !missing.includes(name)).map((name) => anchorOf({ kind: 'panel', name })),
    ...system.parameters(design).map(({ key }) => anchorOf({ kind: 'parameter', name: key })),
    ...system.nuisances(design).map(({ key }) => anchorOf({ kind: 'nuisance', name: key })),
    ...fields.map(({ key }) => anchorOf({ kind: 'design', name: key })),
  ];
  return places.toSorted();
}

/** One of each shape: a ridge with nuisances, display quantities, a series, a benchmark task. A unit test has them all. */
const toured = systems.filter(({ id }) => ['galaxy-bias', 'birth-death', 'lorenz-96', 'sir'].includes(id));

test('each panel, parameter and field of four systems is one place; each figure and action is somewhere', {
  tag: '@slow',
}, async ({ page }) => {
  test.slow();
  const seen = new Set<string>();
  await test.step('what is there only at times', async () => {
    // In a tab of its own: pinned runs and batches would stay.
    const tab = await page.context().newPage();
    await tab.goto('/#v=2');
    const { header, infer, batch } = new Playground(tab);
    await header.waitForPretrained();
    await tab.locator('[data-anchor="action:pin"]').click();
    await expect(tab.locator('[data-anchor="panel:pinned-runs"]')).toBeVisible();
    await tab.locator('[data-anchor="panel:calibration"] [data-anchor="figure:calibration"]').waitFor();
    await infer.show('Batch');
    await tab.locator('[data-anchor="action:try-many"]').click();
    await expect(batch.panel.locator('[data-anchor="figure:batch"]')).toBeVisible({ timeout: 60_000 });
    for (const anchor of await anchorsOn(tab)) seen.add(anchor);
    await header.tools.click();
    await expect(tab.locator('[data-anchor="action:studies"]')).toBeVisible();
    for (const anchor of await anchorsOn(tab)) seen.add(anchor);
    await tab.keyboard.press('Escape');
    await tab.locator('[data-anchor="action:systems"]').click();
    await expect(tab.locator('[data-anchor="action:system-sir"]')).toBeVisible();
    const found = await anchorsOn(tab);
    expect(twice(found)).toEqual([]);
    for (const anchor of found) seen.add(anchor);
    await tab.close();
  });

  await page.goto('/#v=2');
  const { infer } = new Playground(page);
  const expectPlaces = async (system: System, tab: (typeof tabs)[number]['panel']) => {
    let found: string[] = [];
    const places = async () => {
      found = await anchorsOn(page);
      return found.filter((anchor) => PLACES.includes(parseAnchor(anchor)?.kind ?? ''));
    };
    await expect.poll(places).toEqual(expectedPlaces(system, tab));
    expect(twice(found)).toEqual([]);
    expect(found.filter((anchor) => parseAnchor(anchor) === null)).toEqual([]);
    for (const anchor of found) seen.add(anchor);
  };
  for (const system of toured) {
    await test.step(system.name, async () => {
      await page.evaluate((id) => (location.hash = `system=${id}&v=2`), system.id);
      await expect(page.locator('[data-anchor="action:systems"]')).toHaveText(system.name);
      await expectPlaces(system, 'posterior');
      await expect(page.locator('[data-chart]:not([data-anchor^="figure:"])')).toHaveCount(0);
    });
  }

  await test.step('the other tabs', async () => {
    const last = toured[toured.length - 1];
    for (const { name, panel } of tabs) {
      await infer.show(name);
      await expectPlaces(last, panel);
    }
  });

  const unseen = actions.map(({ id }) => id).filter((id) => !seen.has(anchorOf({ kind: 'action', name: id })));
  // Once the draws have weights; after a network was replaced; where the network is of other assumptions.
  // On the simple page, of which firstMinute.spec.ts tells.
  const atFirstSight = ['open-tour', 'evidence', 'own-data', 'teach', 'close-doors'];
  const atTimes = ['apply-weights', 'bring-back', 'train-new-study'];
  // Of data that are an image.
  const ofImages = ['download-fits'];
  // Of a network that takes any number of readings.
  const ofReadings = ['play-readings'];
  // Of a network on a fixed number of simulations.
  const ofFixed = ['compare-parts'];
  // Undoing is a key without a button.
  const known = [...atTimes, ...atFirstSight, ...ofImages, ...ofReadings, ...ofFixed];
  expect(unseen.filter((id) => !known.includes(id))).toEqual(['undo']);
  const undrawn = figureNames.filter((name) => !seen.has(anchorOf({ kind: 'figure', name })));
  // They are asked for, and then take their time.
  const asked = [
    'coverage-at-truth',
    'profile-likelihood',
    'more-simulations',
    'landscape',
    'windows',
    'nuisance-trial',
    'network-spread',
    'ledger',
  ];
  const figuresOfImages = ['pixels'];
  const figuresOfLearners = ['estimate'];
  expect(undrawn.filter((name) => ![...asked, ...figuresOfImages, ...figuresOfLearners].includes(name))).toEqual([]);
});

test.describe('a place', () => {
  // The function is put into the page from outside.
  test.use({ bypassCSP: true });

  test('is unfolded, scrolled to and given the keyboard', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto('/#v=2');
    await page.locator('[data-anchor="panel:sandbox"]').waitFor();
    // Folded, and loaded by itself.
    await page.locator('[data-anchor="setting:epochs"]').waitFor({ state: 'attached' });
    await page.evaluate(await bundled());
    const show = (anchor: Anchor, focus: boolean) =>
      page.evaluate(
        ([name, keyboard]) => {
          const { places } = globalThis as unknown as { places: { showAnchor: typeof showAnchor } };
          return places.showAnchor(name, { focus: keyboard });
        },
        [anchor, focus] as const,
      );
    const at = (anchor: Anchor) => page.locator(`[data-anchor="${anchor}"]`);

    const epochs = at('setting:epochs');
    await expect(epochs).toBeHidden();
    expect(await show('setting:epochs', true)).toBe(true);
    await expect(epochs).toBeInViewport({ ratio: 1 });
    await expect(epochs.getByRole('textbox')).toBeFocused();

    await expect(at('panel:sandbox')).not.toBeInViewport();
    expect(await show('panel:sandbox', false)).toBe(true);
    await expect(at('panel:sandbox')).toBeInViewport({ ratio: 1 });
    await expect(epochs.getByRole('textbox')).toBeFocused();

    expect(await show('action:final-check', true)).toBe(true);
    await expect(at('action:final-check')).toBeFocused();
    // Its first control is a term.
    expect(await show('panel:identifiability', true)).toBe(true);
    await expect(at('panel:identifiability').getByRole('button').first()).toBeFocused();
    // It holds no control.
    expect(await show('figure:calibration', true)).toBe(true);
    await expect(at('figure:calibration').locator(':scope:focus, :focus')).toHaveCount(1);

    expect(await show('parameter:none', true)).toBe(false);
    expect(await show('panel:batch', true)).toBe(false);
  });
});

/** The module as a script that leaves `places` behind. */
async function bundled(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: 'src/app/browser/showAnchor.ts', formats: ['iife'], name: 'places' },
    },
  });
  const [{ output }] = (Array.isArray(result) ? result : [result]) as readonly {
    readonly output: readonly { readonly code?: string }[];
  }[];
  return `${output[0].code ?? ''}; globalThis.places = places; undefined`;
}
