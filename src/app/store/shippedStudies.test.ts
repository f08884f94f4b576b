import { describe, expect, it } from 'vitest';
import { firstLookOf, shippedNetworks, shippedStudy } from '../../inference/study/run/shippedNetworks.ts';
import { builtIn } from '../../inference/simulators/registry.ts';
import { asOnPage, hasSettingsOf, isNetworkOf, shippedFor } from './shippedStudies.ts';
import { studyOf, studySlice, withDesignField, withPrior, withSeed, withTraining } from './studySlice.ts';

const first = studySlice(builtIn('galaxy-bias'));
const distorted = withDesignField(first, 'rsd', true);
const idOf = (slice: typeof first) => shippedFor(studyOf(slice))?.id ?? null;

describe('the pre-trained network of a study', () => {
  it('is that of the design, as the page opens it and after a switch', () => {
    expect(idOf(first)).toBe('galaxy-bias');
    expect(idOf(distorted)).toBe('galaxy-bias-rsd');
    expect(idOf(withDesignField(distorted, 'rsd', false))).toBe('galaxy-bias');
  });

  it('is of no other seed, prior, settings or field of the design', () => {
    expect(idOf(withSeed(first, 8))).toBeNull();
    expect(idOf(withPrior(first, 'A', { family: 'uniform', low: 0.3, high: 4 }))).toBeNull();
    expect(idOf(withTraining(first, { epochs: 3 }))).toBeNull();
    expect(idOf(withDesignField(distorted, 'f', 0.8))).toBeNull();
  });

  it.each(shippedNetworks)('stands for the first look, whatever it was trained with: $id', (network) => {
    const [look, trained] = [firstLookOf(network), shippedStudy(network)];
    expect(shippedFor(look)).toBe(network);
    expect(shippedFor(trained)).toBe(network);
    expect(isNetworkOf(trained, look)).toBe(true);
    expect(asOnPage(trained)).toEqual(look);
    // Of another seed or batch size the reader sees a network of other settings.
    expect(hasSettingsOf(trained, { ...look, seed: 8 })).toBe(false);
    expect(hasSettingsOf(trained, { ...look, training: { ...look.training, batchSize: 77 } })).toBe(false);
  });

  it('answers for moved priors as any network does, but for no other design', () => {
    const network = shippedNetworks[0];
    const moved = studyOf(withPrior(first, 'A', { family: 'uniform', low: 0.3, high: 4 }));
    expect(hasSettingsOf(shippedStudy(network), moved)).toBe(true);
    expect(isNetworkOf(shippedStudy(network), moved)).toBe(false);
    expect(isNetworkOf(shippedStudy(network), studyOf(distorted))).toBe(false);
  });
});
