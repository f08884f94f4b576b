/** Widths by number of readings as curves: those of the network, and dashed those of the reference. */
import type { Quantity } from '../../../inference/simulators/system.ts';
import type { CurvesData, NamedCurve } from '../../plots/curvesFigure.ts';
import type { WidthsByReadings } from '../../store/observationSlice.ts';

export function widthCurves(
  { network, reference }: Pick<WidthsByReadings, 'network' | 'reference'>,
  quantities: readonly Quantity[],
  readings: string,
): CurvesData {
  const curves = (
    of: WidthsByReadings['network'],
    role: NamedCurve['role'],
    nameOf: (quantity: Quantity) => string,
  ) => {
    const counts = [...of.keys()].sort((a, b) => a - b);
    return quantities.map(
      (quantity, j): NamedCurve => ({
        name: nameOf(quantity),
        role,
        x: counts,
        y: counts.map((count) => of.get(count)?.[j] ?? Number.NaN),
      }),
    );
  };
  return {
    axes: [`number of ${readings}`, 'width / prior'],
    curves: [
      ...curves(network, 'series', ({ symbol }) => symbol),
      ...(reference.size < 2 ? [] : curves(reference, 'known', () => 'reference')),
    ],
    logWhereWide: true,
  };
}
