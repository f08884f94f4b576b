/**
 * A table of simulations made elsewhere, as a system: its parameters and data have the names that the table gave them, and a
 * row of the data is an observation. It has no simulator: what would need one says so. Its priors are those that the rows
 * were drawn under, as the user states them; the rows alone do not tell.
 */
import { thousands } from '../../math/thousands.ts';
import { type Prior, quantile } from '../../priors/prior.ts';
import { oneRowFile } from '../oneRowFile.ts';
import { RAW_DATA } from '../pythonSummaries.ts';
import type { Model, ParameterSpec, System } from '../system.ts';
import { type Capabilities, UNKNOWN_LIKELIHOOD } from '../capabilities.ts';
import { conditionsOf } from './preparation.ts';
import { shortNames } from './names.ts';
import { heldOutRows } from './rowOrder.ts';
import type { DataShape } from '../dataShape.ts';
import type { TableDescription, TableItems, TableParameter } from './tableDescription.ts';

/** Characters of a name on cards, axes and in legends. */
const LONGEST_SYMBOL = 16;
const UNSIMULATED = 'A table of simulations has no simulator.';
const CAPABILITIES: Capabilities = {
  simulate: { no: UNSIMULATED },
  movePriors: {
    no: 'The simulations were drawn from other priors than the present ones: restore the defaults to train or to check.',
  },
  likelihood: UNKNOWN_LIKELIHOOD,
  reference: { no: UNSIMULATED },
  link: {
    no: 'A link says how to train the network again, which needs your simulations: share the study as a file, which holds the network itself.',
  },
};

const ID = 'table-';
/** What every such system is called. */
export const TABLE_NAME = 'Your simulations';
/** A lognormal prior whose central 95 % span more than this factor is shown on a logarithmic axis. */
const WIDE = 10;

/** The system's id. */
export function tableId(key: string): string {
  return `${ID}${key}`;
}

/** Whether a system of this id is a table. */
export function isTable(id: string): boolean {
  return id.startsWith(ID);
}

/** What a table is known again by: "night.npz (4,000 simulations of 2 parameters and 4 data values, checksum 0a1b2c3d)". */
export function tableText({ file, rows, parameters, data, checksum }: TableDescription): string {
  const shape = `${counted(rows, 'simulation')} of ${counted(parameters.length, 'parameter')}`;
  return `${file} (${shape} and ${counted(data.length, 'data value')}, checksum ${checksum})`;
}

/** "1 parameter", "4,000 simulations" */
export function counted(n: number, what: string): string {
  return `${thousands(n)} ${what}${n === 1 ? '' : 's'}`;
}

/** Why nothing is trained or checked where a study was opened without its table. */
export function rowsMissing(description: TableDescription): string {
  return `The rows of ${tableText(description)} are not on this page: drop that file again to train or to check.`;
}

export function tableSystem(description: TableDescription): System {
  const { key, file, rows, parameters, data, items, preparation, outlying } = description;
  const trainingRows = rows - heldOutRows(rows);
  const symbols = shortNames(
    parameters.map(({ name }) => name),
    LONGEST_SYMBOL,
  );
  const specs = parameters.map((parameter, j) => parameterOf(parameter, j, symbols[j]));
  const index = data.map((_, i) => i);
  const names = data.map(({ name }) => name);
  const shown = shortNames(names, LONGEST_SYMBOL);
  const model: Model = {
    x: { kind: 'vector', names },
    s: items === undefined ? { kind: 'vector', names } : setOf(items),
    simulate() {
      throw new Error(UNSIMULATED);
    },
    summarise: (x, out) => out.set(x),
    ...(items === undefined ? {} : { items: itemsOf(items) }),
    python: RAW_DATA,
  };
  return {
    id: tableId(key),
    group: 'tables',
    name: TABLE_NAME,
    tagline: `${file}: ${counted(parameters.length, 'parameter')}, ${counted(data.length, 'data value')}.`,
    story: `A table of simulations of another program: ${thousands(trainingRows)} rows for training, the others for checks.`,
    thumbnail: 'M4 6 H44 M4 14 H44 M4 22 H44 M4 30 H44 M17 2 V31 M31 2 V31',
    capabilities: () => CAPABILITIES,
    recorded: description,
    conditions:
      preparation &&
      conditionsOf(
        preparation,
        parameters.map(({ name }) => name),
      ),
    ...(outlying === undefined ? {} : { outlying: outlying.map((j) => names[j]) }),
    designFields: [],
    defaultDesign: {},
    parameters: () => specs,
    nuisances: () => [],
    display: () =>
      specs.map(({ key: own, symbol, label, unit, slider }, j) => ({
        key: own,
        symbol,
        label,
        unit,
        scale: slider.scale,
        value: (theta) => theta[j],
      })),
    fromDisplay: (values) => Array.from(values),
    derived: () => [],
    model: () => model,
    conditionsOn: () => (data.length === 1 ? shown[0] : `${data.length} data values`),
    view: () => ({
      kind: 'points',
      space: 'x',
      horizontal: { label: 'Data', scale: 'linear', categories: shown, wholeNames: names },
      vertical: { label: 'Value', scale: 'linear' },
      series: [{ name: 'x', index, at: index }],
      allowed: {
        low: Math.min(...data.map(({ low }) => low)),
        high: Math.max(...data.map(({ high }) => high)),
        integer: false,
      },
    }),
    file: oneRowFile(
      'these simulations',
      names.map((name) => ({ name, unit: '', kind: 'number', required: true, description: `${name} of the table` })),
      items === undefined
        ? undefined
        : [
            { name: 'items', size: items.most },
            { name: 'numbers', size: items.size },
          ],
    ),
    reference: () => ({ kind: 'unavailable', reason: UNSIMULATED }),
    budget: () => ({ simulations: trainingRows, fresh: false }),
  };
}

function itemsOf({ most, size }: TableItems): NonNullable<Model['items']> {
  const split = (x: Float64Array) => Array.from({ length: most }, (_, i) => x.subarray(i * size, (i + 1) * size));
  return { count: most, name: 'items', split };
}

/** The items of a row, whose numbers the table does not name. */
function setOf({ most, size }: TableItems): DataShape {
  const names = Array.from({ length: size }, (_, i) => `value ${i + 1}`);
  return { kind: 'set', item: { kind: 'vector', names }, most };
}

function parameterOf({ name, prior, low, high }: TableParameter, j: number, symbol: string): ParameterSpec {
  return {
    key: name,
    symbol,
    label: `Parameter ${j + 1}`,
    unit: '',
    description: `${name}: drawn from ${low} to ${high} in the table.`,
    defaultPrior: prior,
    families: [prior.family],
    slider: { low, high, scale: isLogarithmic(prior) && low > 0 ? 'log' : 'linear' },
    domain: { low: -Infinity, high: Infinity },
    defaultTruth: (low + high) / 2,
  };
}

/** Axes follow the stated prior. */
function isLogarithmic(prior: Prior): boolean {
  if (prior.family === 'logUniform') return true;
  return prior.family === 'lognormal' && quantile(prior, 0.975) / quantile(prior, 0.025) > WIDE;
}
