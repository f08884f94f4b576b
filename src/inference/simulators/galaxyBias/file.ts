/**
 * Observation files of galaxy clustering: columns k, P, or k, mu, P for wedges, in any row order, one row for each band
 * (and wedge) that the simulator has. k within 1e-6 of a band centre, relatively, is that band; nothing is interpolated.
 */
import { sameUnit } from '../../math/units.ts';
import type { CheckedTable, ColumnSpec, DataGrid, Design, ColumnsFormat, FileProblem, RowFormat } from '../system.ts';
import { bandCentres, readDesign, wedgeCentres } from './bands.ts';
import { RANGES } from './designFields.ts';

const WAVENUMBER: ColumnSpec = {
  name: 'k',
  unit: 'h/Mpc',
  kind: 'positive',
  required: true,
  description: 'Centre of the band in wavenumber',
};
const COSINE: ColumnSpec = {
  name: 'mu',
  unit: '',
  kind: 'positive',
  required: true,
  description: 'Centre of the wedge: cosine of the angle to the line of sight',
};
const POWER: ColumnSpec = {
  name: 'P',
  unit: '(Mpc/h)^3',
  kind: 'positive',
  required: true,
  description: 'Measured power, shot noise not subtracted',
};

const UNITS = 'h/Mpc,(Mpc/h)^3';
const TOLERANCE = 1e-6;

function isNear(value: number, centre: number): boolean {
  return Math.abs(value - centre) <= TOLERANCE * centre;
}

/** Without the round-off of adding up bin widths: 0.03, not 0.030000000000000002. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function listed(values: Float64Array): string {
  return Array.from(values, tidy).join(', ');
}

type Read = ReturnType<ColumnsFormat['read']>;

function refuse(problem: FileProblem): Read {
  return { ok: false, problem };
}

/** The design that the metadata declare, or what is wrong with them. */
function declared(
  metadata: CheckedTable['metadata'],
  design: Design,
): { readonly design: Design; readonly notices: readonly string[] } | FileProblem {
  const notices: string[] = [];
  const { units } = metadata;
  if (units !== undefined && !sameUnit(units, UNITS)) {
    return {
      value: units,
      problem: `the units are "${units}", and the simulator works in ${UNITS}`,
      remedy: `Convert k to h/Mpc and P to (Mpc/h)^3, then write "# units: ${UNITS}".`,
    };
  }
  if (units === undefined) notices.push(`The file gives no units; k is read in h/Mpc and P in (Mpc/h)³.`);
  const values: Record<string, number> = {};
  const keys = design.rsd === true ? (['nbar', 'V', 'f'] as const) : (['nbar', 'V'] as const);
  for (const key of keys) {
    const text = metadata[key];
    if (text === undefined) {
      notices.push(`The file gives no ${key}; the present setting, ${String(design[key])}, is used.`);
      continue;
    }
    const value = text.trim() === '' ? Number.NaN : Number(text);
    const { low, high } = RANGES[key];
    if (!(value >= low && value <= high)) {
      return {
        value: text,
        problem: `${key} is "${text}", and must be a number from ${low} to ${high}`,
        remedy: `Write the survey's value as "# ${key}: ${String(design[key])}", in units of Mpc/h.`,
      };
    }
    values[key] = value;
  }
  return { design: { ...design, ...values }, notices };
}

/** Index of the entry of `centres` near `value`, or the problem in that row. */
function locate(
  value: number,
  centres: Float64Array,
  column: string,
  row: number,
): { readonly index: number } | FileProblem {
  const index = centres.findIndex((centre) => isNear(value, centre));
  if (index >= 0) return { index };
  return {
    row,
    column,
    value: String(value),
    problem: `${column} = ${value} is not the centre of a ${column === 'k' ? 'band' : 'wedge'}`,
    remedy: `Expected are ${column} = ${listed(centres)}. Bin the spectrum again with these centres.`,
  };
}

function read(table: CheckedTable, design: Design): Read {
  const { k, mu, P } = table.columns;
  const centres = bandCentres();
  let wedges: Float64Array = new Float64Array(1);
  let asDeclared: Design = { ...design, rsd: mu !== undefined };
  if (mu !== undefined) {
    const count = ([5, 10] as const).find((n) => wedgeCentres(n).some((centre) => isNear(mu[0], centre)));
    if (count === undefined) {
      return refuse({
        row: table.rowNumbers[0],
        column: 'mu',
        value: String(mu[0]),
        problem: `mu = ${mu[0]} is not the centre of a wedge`,
        remedy: `Use 5 wedges (mu = ${listed(wedgeCentres(5))}) or 10 (mu = ${listed(wedgeCentres(10))}).`,
      });
    }
    wedges = wedgeCentres(count);
    asDeclared = { ...asDeclared, muBins: String(count) };
  }
  const metadata = declared(table.metadata, asDeclared);
  if ('problem' in metadata) return refuse(metadata);
  const x = new Float64Array(centres.length * wedges.length);
  for (let r = 0; r < k.length; r++) {
    const row = table.rowNumbers[r];
    const band = locate(k[r], centres, 'k', row);
    if ('problem' in band) return refuse(band);
    const wedge = mu === undefined ? { index: 0 } : locate(mu[r], wedges, 'mu', row);
    if ('problem' in wedge) return refuse(wedge);
    const index = band.index * wedges.length + wedge.index;
    if (x[index] !== 0) {
      return refuse({
        row,
        column: mu === undefined ? 'k' : 'mu',
        value: String(mu === undefined ? k[r] : mu[r]),
        problem: `k = ${k[r]}${mu === undefined ? '' : ` with mu = ${mu[r]}`} occurs twice`,
        remedy: 'Keep one row: average the band powers, or delete one of the rows.',
      });
    }
    x[index] = P[r];
  }
  const missing = x.indexOf(0);
  if (missing >= 0) {
    const at = tidy(centres[Math.floor(missing / wedges.length)]);
    const inWedge = mu === undefined ? '' : ` with mu = ${tidy(wedges[missing % wedges.length])}`;
    return refuse({
      column: 'k',
      problem: `there is no row for k = ${at}${inWedge}; the file has ${k.length} of the ${x.length} rows`,
      remedy: `Add it: expected are k = ${listed(centres)}${mu === undefined ? '' : `, each with mu = ${listed(wedges)}`}.`,
    });
  }
  return { ok: true, x, design: metadata.design, notices: metadata.notices };
}

const BAND_COLUMN = /^P_[\d.]+(_[\d.]+)?$/;

/** Columns `P_0.03` (the band at k = 0.03), or `P_0.03_0.1` (its wedge at mu = 0.1). */
const rows: RowFormat = {
  columns(design) {
    const { rsd, muBins } = readDesign(design);
    const wedges = rsd ? Array.from(wedgeCentres(muBins), (mu) => `_${tidy(mu)}`) : [''];
    return Array.from(bandCentres(), (k) =>
      wedges.map((wedge): ColumnSpec => ({ ...POWER, name: `P_${tidy(k)}${wedge}` })),
    ).flat();
  },
  designOf(header, design) {
    const bands = header.map((name) => BAND_COLUMN.exec(name)).filter((match) => match !== null);
    if (bands.length === 0) return null;
    const wedges = new Set(bands.map(([, wedge]) => wedge).filter((wedge) => wedge !== undefined));
    return wedges.size === 0
      ? { ...design, rsd: false }
      : { ...design, rsd: true, muBins: wedges.size > 5 ? '10' : '5' };
  },
};

/** Centres of bands or wedges are below 1, band powers never: shot noise alone is above that. */
function gridOf(column: string, centres: Float64Array): DataGrid {
  return {
    name: `the centres ${column} = ${listed(centres)}`,
    holds: (values) => Array.from(values).every((value) => centres.some((centre) => isNear(value, centre))),
    resembles: (values) => Array.from(values).every((value) => value < 1),
  };
}

/** The format; a column `mu` declares redshift-space distortions, its absence real space. */
export const galaxyBiasFile: ColumnsFormat = {
  kind: 'columns',
  rows,
  axes(design) {
    const { rsd, muBins } = readDesign(design);
    const [k, mu] = [bandCentres(), wedgeCentres(muBins)];
    const bands = { name: 'bands', size: k.length, grid: gridOf('k', k) };
    return rsd ? [bands, { name: 'wedges', size: mu.length, grid: gridOf('mu', mu) }] : [bands];
  },
  columns(design, header) {
    const wedges = header ? header.includes('mu') : design.rsd === true;
    return wedges ? [WAVENUMBER, COSINE, POWER] : [WAVENUMBER, POWER];
  },
  ignored: [
    {
      name: 'sigma',
      notice: 'The column sigma is not used: the scatter of each band follows from its number of modes.',
    },
    { name: 'nmodes', notice: 'The column nmodes is not used: the number of modes follows from the survey volume V.' },
  ],
  metadata: () => [
    { key: 'nbar', description: 'Number density of galaxies in (h/Mpc)^3' },
    { key: 'V', description: 'Survey volume in (Mpc/h)^3' },
    { key: 'f', description: 'Growth rate; only with redshift-space distortions' },
    { key: 'units', description: `Must be ${UNITS}` },
  ],
  read,
  write(x, design) {
    const { rsd, muBins, nbar, V, f } = readDesign(design);
    const wedges = rsd ? wedgeCentres(muBins) : new Float64Array(1);
    const rows = Array.from(bandCentres(), (k, i) =>
      Array.from(wedges, (mu, j) => {
        const power = x[i * wedges.length + j];
        return rsd ? [tidy(k), tidy(mu), power] : [tidy(k), power];
      }),
    ).flat();
    const metadata = { nbar: String(nbar), V: String(V), units: UNITS };
    return {
      header: rsd ? ['k', 'mu', 'P'] : ['k', 'P'],
      rows,
      metadata: rsd ? { ...metadata, f: String(f) } : metadata,
    };
  },
};
