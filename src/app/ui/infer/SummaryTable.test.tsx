// @vitest-environment happy-dom
/** The table below the corner figure: its numbers, what stands there before there are any, and its notes. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { Random, STREAMS } from '../../../inference/math/random.ts';
import { systems } from '../../../inference/simulators/registry.ts';
import { defaultProblem } from '../../../inference/simulators/problem.ts';
import { type FrameDraws, priorAndAxes } from '../../readout/figures/frameDraws.ts';
import { renderInApp } from '../testing/renderInApp.tsx';
import { SummaryTable } from './SummaryTable.tsx';

const [system] = systems;
const problem = defaultProblem(system);
const quantities = system.display(problem.design);
const N = 1000;

/** Of the first system, whose quantities are its two parameters. */
function drawsWith(changes: Partial<FrameDraws>): FrameDraws {
  const empty = { posterior: null, ghost: null, reference: null, truth: null, frame: null };
  return { problem, quantities, ...priorAndAxes(system, problem, quantities), ...empty, ...changes };
}

/** Normal draws of the two, about 2 and 1. */
function posterior(change: (i: number, value: readonly [number, number]) => readonly [number, number]): Float64Array {
  const random = new Random(4, STREAMS.base);
  const rows = Array.from({ length: N }, (_, i) => change(i, [2 + 0.1 * random.normal(), 1 + 0.05 * random.normal()]));
  return Float64Array.from(rows.flat());
}

const cells = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    );
const heads = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent);

it('has a row for each quantity and dashes until there is a posterior', async () => {
  await renderInApp(<SummaryTable draws={drawsWith({})} />);
  expect(screen.getAllByRole('rowheader').map(({ textContent }) => textContent)).toEqual(
    quantities.map(({ symbol, label }) => expect.stringContaining(`${symbol}${label}`) as string),
  );
  expect(cells()).toEqual(quantities.map(() => ['–', '–', '–']));
  expect(heads()).not.toContain('true value');
});

it('has medians, intervals, widths of the prior, and true values where they are known', async () => {
  const draws = drawsWith({ posterior: posterior((_, value) => value), truth: Float64Array.of(2.05, 0.95) });
  await renderInApp(<SummaryTable draws={draws} />);
  expect(heads().at(-1)).toBe('true value');
  const [first, second] = cells();
  // The median of 1,000 draws has a standard error of 0.004, and of 0.002.
  expect(Math.abs(Number(first[0]) - 2)).toBeLessThan(0.02);
  expect(Math.abs(Number(second[0]) - 1)).toBeLessThan(0.01);
  const [low, high] = first[1].split(' – ').map(Number);
  expect(Math.abs(low - 1.9)).toBeLessThan(0.03);
  expect(Math.abs(high - 2.1)).toBeLessThan(0.03);
  expect(first[2]).toMatch(/^\d+ %$/);
  expect([first[3], second[3]]).toEqual(['2.05', '0.95']);
});

it('says of several modes and of stray draws what the numbers do not', async () => {
  const draws = posterior((i, [a, b]) => [i % 2 === 0 ? a : a - 1.2, i < 3 ? 2.9 : b]);
  await renderInApp(<SummaryTable draws={drawsWith({ posterior: draws })} />);
  expect(cells()[0][1]).toContain(' or ');
  const [{ symbol: a }, { symbol: b }] = quantities;
  expect(screen.getByText(new RegExp(`^${a}: several modes; the interval is the densest 68 %`))).not.toBeNull();
  expect(screen.getByText(new RegExp(`^Stray draws .*: ${b} 3 of 1000\\. Widths exclude them`))).not.toBeNull();
});
