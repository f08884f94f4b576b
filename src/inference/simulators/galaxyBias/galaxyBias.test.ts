import { describe, expect, it } from 'vitest';
import { Random, STREAMS } from '../../math/random.ts';
import { systems } from '../registry.ts';
import type { Design, Problem } from '../system.ts';
import { X } from './golden.ts';
import { galaxyBias } from './index.ts';
import { sizeOf } from '../dataShape.ts';
import { pointsView } from '../testing/kinds.ts';

const { defaultDesign } = galaxyBias;
const rsdDesign: Design = { ...defaultDesign, rsd: true };

function problemWith(design: Design): Problem {
  const parameters = galaxyBias.parameters(design).map(({ key, defaultPrior }) => [key, defaultPrior]);
  const nuisances = galaxyBias
    .nuisances(design)
    .map(({ key, defaultMode, fixedValue, defaultPrior }) => [
      key,
      { mode: defaultMode, value: fixedValue, prior: defaultPrior },
    ]);
  return {
    system: galaxyBias.id,
    design,
    priors: Object.fromEntries(parameters) as Problem['priors'],
    nuisances: Object.fromEntries(nuisances) as Problem['nuisances'],
  };
}

describe('the galaxy-bias system', () => {
  it('is in the registry', () => {
    expect(systems).toContain(galaxyBias);
  });

  it('describes its data by direction when there are redshift-space distortions', () => {
    expect(galaxyBias.conditionsOn(defaultDesign)).toBe('9 band powers');
    expect(galaxyBias.conditionsOn({ ...rsdDesign, muBins: '10' })).toBe('90 band powers in 10 directions');
  });

  it.each([
    { name: 'one curve in real space', design: defaultDesign, curves: 1 },
    { name: 'a curve for each wedge', design: rsdDesign, curves: 5 },
  ])('shows every datum once: $name', ({ design, curves }) => {
    const { series, sd } = pointsView(galaxyBias, design);
    expect(series).toHaveLength(curves);
    const dataSize = sizeOf(galaxyBias.model(design).x);
    const shown = series.flatMap(({ index }) => index).sort((a, b) => a - b);
    expect(shown).toEqual(Array.from({ length: dataSize }, (_, i) => i));
    series.forEach(({ at, index }) => expect(at).toHaveLength(index.length));
    // 28.37 modes in the first shell: the relative error of a band power is sqrt(2/N), N shared by the wedges.
    expect(sd?.(0, 1000)).toBeCloseTo(1000 * Math.sqrt((2 * curves) / 28.3699314198546), 6);
  });

  it('maps the displayed quantities back to theta', () => {
    const theta = [1.7, 0.9];
    const values = galaxyBias.display(defaultDesign).map(({ value }) => value(theta));
    expect(galaxyBias.fromDisplay(values, defaultDesign)).toEqual(theta);
    expect(galaxyBias.derived(defaultDesign)[0].value(theta)).toBeCloseTo(1.7 * 0.81, 12);
  });

  it('offers the two universes, of one spectrum, in real space only', () => {
    const { thetas, when } = galaxyBias.counterparts ?? { thetas: [] };
    const strengths = thetas.map((theta) => galaxyBias.derived(defaultDesign)[0].value(theta));
    expect(strengths).toEqual([2, 2]);
    expect(when?.(defaultDesign)).toBe(true);
    expect(when?.(rsdDesign)).toBe(false);
  });

  it('draws the exact curve A b² = const inside the prior, on which the likelihood is constant', () => {
    const curve = galaxyBias.degeneracy?.(problemWith(defaultDesign), X);
    expect(curve?.exact).toBe(true);
    const model = galaxyBias.model(defaultDesign);
    const values = (curve?.points ?? []).map(([A, b]) => model.logLikelihood?.([A, b], [1], X) ?? Number.NaN);
    expect(values.length).toBeGreaterThan(50);
    values.forEach((value) => expect(Math.abs(value / values[0] - 1)).toBeLessThan(1e-13));
    for (const [A, b] of curve?.points ?? []) {
      // e^0.69 is what the reference implementation finds for these data with known shot noise.
      expect(A * b * b).toBeCloseTo(2, 1);
      expect(Math.min(A - 0.25, 4 - A, b - 0.5, 3 - b)).toBeGreaterThan(-1e-12);
    }
    // Tangent dA/db = -2A/b, from neighbouring points.
    const [[A0, b0], , [A2, b2]] = (curve?.points ?? []).slice(40, 43);
    const [A1, b1] = curve?.points[41] ?? [0, 0];
    expect((A2 - A0) / (b2 - b0) / ((-2 * A1) / b1)).toBeCloseTo(1, 2);
  });

  it('draws no curve with redshift-space distortions', () => {
    expect(galaxyBias.degeneracy?.(problemWith(rsdDesign), new Float64Array(45).fill(1e4))).toBeNull();
  });

  it.each([
    { name: 'in real space', design: defaultDesign },
    { name: 'with redshift-space distortions', design: rsdDesign },
  ])('has a reference that reports its progress and is the same for the same seed, $name', ({ design }) => {
    const problem = problemWith(design);
    const model = galaxyBias.model(design);
    const x = new Float64Array(sizeOf(model.x));
    model.simulate([2, 1], [1], new Random(8, STREAMS.observation), x);
    const fractions: number[] = [];
    const answer = () =>
      galaxyBias.reference({
        problem,
        x,
        draws: 500,
        random: new Random(9, STREAMS.reference),
        onProgress: (fraction) => fractions.push(fraction),
      });
    const first = answer();
    expect(first).toMatchObject({ kind: 'reference', label: 'exact', comparable: true });
    expect(fractions.at(-1)).toBe(1);
    expect(fractions.length).toBeGreaterThan(10);
    expect(answer()).toEqual(first);
  });
});
