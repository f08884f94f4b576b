/** Rejection: every colour that is drawn is named by the key, with the opacity that it is drawn in. */
import { expect, test } from 'vitest';
import { plotThemes } from '../theme/plotTheme.ts';
import { rejectionFixture } from './conceptFixtures.ts';
import { rejectionFigure, type RejectionData } from './rejectionFigure.ts';

const own = rejectionFixture();
const planes: readonly RejectionData['plane'][] = [
  own.plane,
  { kind: 'distance', y: { title: 'distance', range: [0, 4] }, tolerance: 0.5 },
  {
    kind: 'summaries',
    x: { title: 'one', range: [-4, 4] },
    y: { title: 'other', range: [-4, 4] },
    observed: [0, 1],
    radii: [1, 2],
  },
];

test.each(planes.map((plane) => [plane.kind, plane] as const))('the key names every colour: %s', (_, plane) => {
  for (const theme of Object.values(plotThemes)) {
    const { data, layout } = rejectionFigure({ ...own, plane }, { width: 700, height: 500 }, theme);
    const keyed: unknown[] = (layout.shapes ?? [])
      .filter(({ xref }) => xref === 'paper')
      .flatMap(({ type, fillcolor, line }) => (type === 'line' ? [line?.color] : [fillcolor]));
    const drawn: unknown[] = data.flatMap((trace) => {
      const { marker, line, mode } = trace as {
        marker?: { color: string; line: { color?: string } };
        line?: { color: string };
        mode: string;
      };
      return mode === 'markers' ? [marker?.line.color ?? marker?.color] : [line?.color];
    });
    const bars = data.flatMap((trace) =>
      (trace as { fillcolor?: string }).fillcolor ? [(trace as { fillcolor: string }).fillcolor] : [],
    );
    const band: unknown[] = (layout.shapes ?? [])
      .filter(({ xref, type }) => xref !== 'paper' && type !== 'line')
      .map(({ fillcolor }) => fillcolor);
    // The outline of the bars is that of their area.
    const outline = data.find((trace) => 'fillcolor' in trace && trace.fillcolor !== undefined) as {
      line: { color: string };
    };
    const colours = [...drawn, ...bars, ...band].filter((colour) => colour !== outline.line.color);
    expect(keyed).toEqual(expect.arrayContaining(colours));
    const texts = (layout.annotations ?? []).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['accepted', 'within the tolerance', 'true value', 'observation']));
  }
});
