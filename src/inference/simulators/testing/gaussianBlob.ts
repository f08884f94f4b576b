/**
 * A system for tests whose observation is an image: a Gaussian spot of known size and height on a grid of pixels, with noise.
 * What is inferred is where it stands. The network is given the pixels.
 */
import { EVERYTHING } from '../capabilities.ts';
import type { ImageShape } from '../dataShape.ts';
import { RAW_DATA } from '../pythonSummaries.ts';
import type { Design, DesignField, Model, ParameterSpec, Quantity, System } from '../system.ts';

const NO_REFERENCE = 'Nothing is compared with this system.';
const NOISE = 0.3;
const HEIGHT = 5;
/** Sd of the spot, pixels. */
const WIDTH = 2;

function blobShape(design: Design): ImageShape {
  return { kind: 'image', channels: ['brightness'], height: Number(design.rows), width: Number(design.columns) };
}

function blobModel(design: Design): Model {
  const shape = blobShape(design);
  const signal = (theta: ArrayLike<number>, row: number, column: number) =>
    HEIGHT * Math.exp(-((column + 0.5 - theta[0]) ** 2 + (row + 0.5 - theta[1]) ** 2) / (2 * WIDTH * WIDTH));
  const each = (visit: (i: number, row: number, column: number) => void) => {
    for (let row = 0; row < shape.height; row++) {
      for (let column = 0; column < shape.width; column++) visit(row * shape.width + column, row, column);
    }
  };
  return {
    x: shape,
    s: shape,
    simulate(theta, _eta, random, out) {
      each((i, row, column) => {
        out[i] = signal(theta, row, column) + NOISE * random.normal();
      });
    },
    summarise: (x, out) => out.set(x),
    pixels: (x) => ({ of: Uint32Array.from(x, (_, i) => i), slope: x.map(() => 1) }),
    python: RAW_DATA,
    logLikelihood(theta, _eta, x) {
      let sum = 0;
      each((i, row, column) => {
        sum -= ((x[i] - signal(theta, row, column)) / NOISE) ** 2 / 2;
      });
      return sum;
    },
  };
}

function place(key: string, symbol: string): ParameterSpec {
  return {
    key,
    symbol,
    label: `Place ${key}`,
    unit: 'pixels',
    description: `Where the spot stands along ${key}.`,
    defaultPrior: { family: 'uniform', low: 4, high: 12 },
    families: ['uniform'],
    slider: { low: 0, high: 16, scale: 'linear' },
    domain: { low: -100, high: 100 },
    defaultTruth: key === 'across' ? 6 : 9,
  };
}

const parameters = [place('across', 'u'), place('up', 'v')];
const quantities = parameters.map(
  ({ key, symbol, label, unit }, j): Quantity => ({
    key,
    symbol,
    label,
    unit,
    scale: 'linear',
    value: (theta) => theta[j],
  }),
);

function side(key: string, label: string): DesignField {
  return {
    key,
    label,
    help: `${label} of the image.`,
    kind: 'number',
    unit: '',
    low: 1,
    high: 64,
    scale: 'linear',
    integer: true,
  };
}

export const gaussianBlob: System = {
  id: 'test-gaussian-blob',
  group: 'matter',
  name: 'Gaussian blob',
  tagline: 'A spot on a picture.',
  story: 'A spot of light on a grid of pixels.',
  thumbnail: 'M4 6 H44',
  capabilities: () => ({ ...EVERYTHING, reference: { no: NO_REFERENCE } }),
  designFields: [side('rows', 'Rows'), side('columns', 'Columns')],
  defaultDesign: { rows: 16, columns: 16 },
  parameters: () => parameters,
  nuisances: () => [],
  display: () => quantities,
  fromDisplay: (values) => Array.from(values),
  derived: () => [],
  model: blobModel,
  conditionsOn: ({ rows, columns }) => `the image of ${Number(rows)} × ${Number(columns)} pixels`,
  view: (design) => ({
    kind: 'image',
    space: 'x',
    shape: blobShape(design),
    horizontal: { label: 'across [pixels]', low: 0, high: Number(design.columns) },
    vertical: { label: 'up [pixels]', low: 0, high: Number(design.rows) },
    value: 'brightness',
    allowed: { low: -100, high: 100, integer: false },
    sd: () => NOISE,
  }),
  file: { kind: 'array', value: { kind: 'number', unit: '', description: 'brightness', largest: 1e6 } },
  reference: () => ({ kind: 'unavailable', reason: NO_REFERENCE }),
  budget: () => ({ simulations: 4000, fresh: false }),
};
