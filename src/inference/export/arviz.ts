/**
 * An answer in the groups of ArviZ (the InferenceData schema, which ArviZ 1.0 keeps as an xarray DataTree): `posterior`, `prior`,
 * `posterior_predictive` and `observed_data` with the summaries, `constant_data` with the data themselves (ArviZ wants to find
 * predictions of all that is in `observed_data`), and a group `reference` with the draws that the posterior was compared with.
 * Draws are independent: one chain. A quantity is a variable over (chain, draw), summaries are one over (chain, draw, summary).
 */
import type { Quantity } from '../simulators/system.ts';
import { wholeName } from '../study/wholeName.ts';
import { column } from '../posterior/axis.ts';
import { arrayNames } from './arrayNames.ts';
import type { NetcdfGroup, NetcdfVariable } from './netcdf.ts';

export interface ArvizAnswer {
  readonly quantities: readonly Pick<Quantity, 'key' | 'symbol' | 'label' | 'unit'>[];
  /** Draws of the quantities, [n, quantities.length], row-major. */
  readonly posterior: Float64Array;
  readonly prior: Float64Array;
  /** How it was computed, and its draws; null where there is none. */
  readonly reference: { readonly method: string; readonly label: string; readonly draws: Float64Array } | null;
  readonly summaryNames: readonly string[];
  /** Summaries of data replicated at the first draws of the posterior, [m, summaryNames.length]. */
  readonly replicated: Float64Array;
  /** Summaries of the observed data. */
  readonly s: Float64Array;
  /** The observed data; null where only their summaries are known. */
  readonly x: Float64Array | null;
  /** What the posterior draws are where they are not the network's own (correction/marks.ts); null: they are. */
  readonly altered: string | null;
}

export function arvizGroups(answer: ArvizAnswer): NetcdfGroup[] {
  const { quantities, posterior, prior, reference, summaryNames, replicated, s, x } = answer;
  const altered: NetcdfGroup['attributes'] = answer.altered === null ? {} : { altered: answer.altered };
  const summaries: NetcdfVariable = {
    name: 'summary',
    dimensions: ['summary'],
    values: summaryNames,
    attributes: { long_name: 'what the network is given' },
  };
  const width = summaryNames.length;
  return [
    drawsGroup('posterior', quantities, posterior, altered),
    drawsGroup('prior', quantities, prior, {}),
    ...(reference === null
      ? []
      : [drawsGroup('reference', quantities, reference.draws, { method: reference.method, label: reference.label })]),
    {
      name: 'posterior_predictive',
      attributes: { description: 'Summaries of data simulated at the first draws of the posterior.', ...altered },
      dimensions: { chain: 1, draw: replicated.length / width, summary: width },
      variables: [
        ...chainAndDraw(replicated.length / width),
        summaries,
        { name: 's', dimensions: ['chain', 'draw', 'summary'], values: replicated, attributes: {} },
      ],
    },
    {
      name: 'observed_data',
      attributes: {},
      dimensions: { summary: width },
      variables: [
        summaries,
        { name: 's', dimensions: ['summary'], values: s, attributes: { long_name: 'summaries of the data' } },
      ],
    },
    ...(x === null
      ? []
      : [
          {
            name: 'constant_data',
            attributes: {},
            dimensions: { x_dim_0: x.length },
            variables: [{ name: 'x', dimensions: ['x_dim_0'], values: x, attributes: { long_name: 'data' } }],
          },
        ]),
  ];
}

function drawsGroup(
  name: string,
  quantities: ArvizAnswer['quantities'],
  values: Float64Array,
  attributes: NetcdfGroup['attributes'],
): NetcdfGroup {
  const n = values.length / quantities.length;
  const names = arrayNames(
    quantities.map(({ key }) => key),
    ['chain', 'draw'],
  );
  return {
    name,
    attributes,
    dimensions: { chain: 1, draw: n },
    variables: [
      ...chainAndDraw(n),
      ...quantities.map(({ key, symbol, label, unit }, j) => ({
        name: names[j],
        dimensions: ['chain', 'draw'],
        values: column(values, quantities.length, j),
        attributes: { long_name: label, symbol: wholeName({ key, symbol }), units: unit, key },
      })),
    ],
  };
}

function chainAndDraw(n: number): NetcdfVariable[] {
  return [
    { name: 'chain', dimensions: ['chain'], values: Int32Array.of(0), attributes: {} },
    { name: 'draw', dimensions: ['draw'], values: Int32Array.from({ length: n }, (_, i) => i), attributes: {} },
  ];
}
