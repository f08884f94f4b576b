/**
 * A digital twin of the simplest kind: a tube under pressure, gauges on its wall, and what they tell of the material. Its equations
 * have a closed solution that is linear in 1/(lambda + mu) and 1/mu, so the posterior is known exactly.
 */
import { EVERYTHING } from '../capabilities.ts';
import { likelihoodReference } from '../likelihoodReference.ts';
import { parameterQuantities } from '../parameterQuantities.ts';
import { anyReadings, countPresent, withoutUsualReadings } from '../readings/anyReadings.ts';
import { readingsFile } from '../readings/readingsFile.ts';
import type { System } from '../system.ts';
import { defaultDesign, designFields, GAUGES, nuisancesOf, parametersOf, readDesign } from './design.ts';
import { cylinderModel } from './model.ts';
import { pressureRidgePosition, singleRadiusRidge } from './ridge.ts';

/** Cm: beyond all gauges. */
const LARGEST = 1e6;

export const cylinder: System = {
  id: 'cylinder',
  group: 'matter',
  capabilities: () => EVERYTHING,
  name: 'Tube under pressure',
  tagline: 'A digital twin: the stiffness of a wall from how far it moves',
  story:
    'A tube holds a pressure; eleven gauges measure how far its wall has moved outwards. From the readings follow the two elastic moduli of the ' +
    'material. The physics is solved exactly here, so the network can be compared with the truth. Put all gauges at one radius, or leave the ' +
    'pressure unknown, and the posterior becomes a ridge: no precision of the gauges can break it.',
  thumbnail: 'M24 3A13 13 0 1 0 24 29A13 13 0 1 0 24 3ZM24 10A6 6 0 1 0 24 22A6 6 0 1 0 24 10ZM40 16H46M8 16H2',
  designFields,
  defaultDesign,
  completeDesign: withoutUsualReadings,
  parameters: parametersOf,
  nuisances: nuisancesOf,
  display: (design) => parameterQuantities(parametersOf(design)),
  fromDisplay: (values) => Array.from(values),
  derived: (design) => [
    {
      key: 'poisson',
      symbol: 'ν',
      label: "Poisson's ratio",
      unit: '',
      scale: 'linear',
      value: (theta) => theta[0] / (2 * (theta[0] + theta[1])),
    },
    ...(readDesign(design).pressureInferred
      ? [
          {
            key: 'shearRatio',
            symbol: 'μ/p',
            label: 'shear modulus over pressure',
            unit: '',
            scale: 'log' as const,
            value: (theta: ArrayLike<number>) => theta[1] / theta[2],
          },
        ]
      : []),
  ],
  model: cylinderModel,
  conditionsOn: (design) => (anyReadings(design) ? 'the displacements read so far' : `${GAUGES} displacements`),
  view(design) {
    const { radii, noise } = readDesign(design);
    const single = new Set(radii).size === 1;
    return {
      kind: 'points',
      space: 'x',
      horizontal: { label: single ? 'gauge' : 'r [cm]', scale: 'linear' },
      vertical: { label: 'displacement [10⁻³ cm]', scale: 'linear' },
      series: [{ name: 'gauges', index: radii.map((_, i) => i), at: single ? radii.map((_, i) => i + 1) : radii }],
      plot: (_, value) => 1e3 * value,
      unplot: (_, plotted) => plotted / 1e3,
      allowed: { low: -LARGEST, high: LARGEST, integer: false },
      sd: () => noise,
    };
  },
  file: readingsFile({
    place: 'radius',
    coordinates: [{ name: 'r', unit: 'cm', description: 'Distance of the gauge from the axis.' }],
    values: [
      {
        name: 'u',
        unit: 'cm',
        kind: 'number',
        required: true,
        description: 'How far the wall has moved outwards',
        largest: LARGEST,
      },
    ],
    places: (design) => readDesign(design).radii.map((r) => [r]),
    mayMiss: true,
    stated: designFields.flatMap((field) => (field.kind === 'number' && field.key === 'noise' ? [field] : [])),
    axes: () => [{ name: 'gauges', size: GAUGES }],
  }),
  reference: (request) =>
    likelihoodReference(request, cylinder, { conditionsOn: `the ${countPresent(request.x)} displacements` }),
  degeneracy: singleRadiusRidge,
  ridgePosition: pressureRidgePosition,
  budget: () => ({ simulations: 200_000, fresh: false }),
};
