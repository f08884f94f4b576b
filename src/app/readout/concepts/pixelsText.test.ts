import { describe, expect, test } from 'vitest';
import { builtIn } from '../../../inference/simulators/registry.ts';
import type { Design } from '../../../inference/simulators/system.ts';
import { createAppStore, patch } from '../../store/appStore.ts';
import type { FoundPixels } from '../../store/conceptsSlice.ts';
import { withDesignField } from '../../store/studySlice.ts';
import { pixelsFacts } from '../facts/conceptFacts.ts';
import { noPixels, pixelsFound, pixelsObstacle } from './pixelsQuestion.ts';
import { effectOf, imageViewOf, pixelNumbers, pixelsData, pixelsNotes, pixelsSummary } from './pixelsText.ts';

const galaxy = builtIn('galaxy-image');

function foundOf(design: Design, observation: number, change: Partial<FoundPixels['pixels']> = {}): FoundPixels {
  const x = new Float64Array(1024).fill(75);
  const gradient = new Float64Array(1024);
  gradient[5] = 0.02;
  gradient[40] = -0.01;
  gradient[6] = Number.NaN;
  const pixels = {
    gradient,
    mean: 10,
    sd: 0.1,
    draws: 256,
    scatter: 0.03,
    held: 0,
    members: 1,
    step: 900,
    milliseconds: 200,
    ...change,
  };
  return { design, observation, x, quantity: 'logL', pixels };
}

describe('numbers of the view of pixels', () => {
  const found = foundOf(galaxy.defaultDesign, 1);

  test('are in posterior sd for one sd of the noise of each pixel', () => {
    const effect = effectOf(found, imageViewOf(galaxy, found.design));
    // The noise of a pixel of 75 electrons has variance 75 + 25.
    expect(effect[5]).toBeCloseTo((0.02 * 10) / 0.1, 12);
    expect(effect[40]).toBeCloseTo(-1, 12);
    expect(effect[0]).toBe(0);
    const numbers = pixelNumbers(effect);
    expect(numbers).toMatchObject({ seen: 1023, masked: 1, half: 1, strongest: 5, highest: 2 });
    expect(numbers.lowest).toBeCloseTo(-1, 12);
    expect(numbers.total).toBeCloseTo(Math.sqrt(5), 12);
  });

  test('of an image that moves nothing, or of which nothing is seen, say so', () => {
    const { study, concepts } = createAppStore(galaxy, 'light').getState();
    const of = (value: number) =>
      pixelsSummary(
        pixelsData(
          { study, concepts },
          foundOf(study.problem.design, 1, { gradient: new Float64Array(1024).fill(value) }),
        ),
      );
    expect(of(0)).toBe('No pixel moves the mean of log L.');
    expect(of(Number.NaN)).toBe('No pixel moves the mean of log L.');
  });

  test('stand in the text for those who cannot see it, with the pixels that are left open', () => {
    const { study, concepts } = createAppStore(galaxy, 'light').getState();
    const text = pixelsSummary(pixelsData({ study, concepts }, foundOf(study.problem.design, 1)));
    expect(text).toContain('from −1 to 2 posterior sd');
    expect(text).toContain('most at row 1, column 6');
    expect(text).toContain('One pixel is masked');
  });

  test('are told with what they are not', () => {
    const at = { altered: true, before: true };
    const notes = pixelsNotes(foundOf(galaxy.defaultDesign, 1, { held: 20, scatter: 0.5 }), 3, at).join(' ');
    expect(notes).toMatch(/image before/);
    expect(notes).toMatch(/3 pixels are masked/);
    expect(notes).toMatch(/20 numbers .* held fixed/);
    expect(notes).toMatch(/network by itself/);
    expect(notes).toMatch(/rough/);
  });
});

describe('there is a view of pixels', () => {
  test('where the network sees them; elsewhere the sentence says what it is given', () => {
    const state = (id: string) => createAppStore(builtIn(id), 'light').getState();
    expect(noPixels(state('galaxy-image'))).toBeNull();
    expect(noPixels(state('two-moons'))).toMatch(/no image|none/);
    expect(noPixels(state('weak-lensing'))).toMatch(/is given 20 summaries of 4 maps, and no pixels/);
    const store = createAppStore(builtIn('weak-lensing'), 'light');
    store.setState(({ study }) => ({ study: withDesignField(study, 'seen', 'both') }));
    expect(noPixels(store.getState())).toBeNull();
  });

  test('of the present design, image and quantity alone, and of a network that has learnt', () => {
    const store = createAppStore(galaxy, 'light');
    const { study, observation, concepts } = store.getState();
    const show = (found: FoundPixels) =>
      patch(store, 'concepts', { pixels: { ...concepts.pixels, open: true, found } });
    show(foundOf(study.problem.design, observation.id));
    expect(pixelsFacts(store.getState())).toMatchObject({ quantity: 'logL', seen: 1023, half: 1 });
    show(foundOf(study.problem.design, observation.id, { step: 0 }));
    expect(pixelsFacts(store.getState())).toBeNull();
    show(foundOf(study.problem.design, observation.id + 1));
    expect(pixelsFacts(store.getState())).toBeNull();
    expect(pixelsFound(store.getState())).not.toBeNull();
    show({ ...foundOf(study.problem.design, observation.id), quantity: 'n' });
    expect(pixelsFound(store.getState())).toBeNull();
    show(foundOf({ ...study.problem.design }, observation.id));
    expect(pixelsFound(store.getState())).toBeNull();
  });

  test('not before there is a network', () => {
    expect(pixelsObstacle(createAppStore(galaxy, 'light').getState())).not.toBeNull();
  });
});
