/**
 * Writing a NetCDF-4 file, which is an HDF5 file whose dimensions are dimension scales attached to the variables (The NetCDF-4
 * format, Unidata, "NetCDF-4 Files"; HDF5 Dimension Scale Specification). A dimension is the scale of its name: with the
 * coordinate's values, or, without any, a placeholder with the name that the specification gives it. HDF5 itself is h5wasm, a
 * megabyte: import this file lazily.
 */
import h5wasm from 'h5wasm';

export type NetcdfValues = Float64Array | Int32Array | readonly string[];

export interface NetcdfVariable {
  /** Letters, digits, underscores; a variable of a dimension's name is its coordinate. */
  readonly name: string;
  /** Names of dimensions of its group, the slowest first. */
  readonly dimensions: readonly string[];
  /** Row-major; as many as the dimensions say. */
  readonly values: NetcdfValues;
  readonly attributes: Readonly<Record<string, string | number>>;
}

export interface NetcdfGroup {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly dimensions: Readonly<Record<string, number>>;
  readonly variables: readonly NetcdfVariable[];
}

const WITHOUT_COORDINATE = 'This is a netCDF dimension but not a netCDF variable.';
/** In the memory of h5wasm; gone as soon as its bytes are out. */
const PATH = 'taken-away.nc';

/**
 * @param attributes of the file as a whole
 * @throws RangeError if a variable has not as many values as its dimensions say
 */
export async function writeNetcdf(
  attributes: NetcdfGroup['attributes'],
  groups: readonly NetcdfGroup[],
): Promise<Uint8Array<ArrayBuffer>> {
  const { FS } = await h5wasm.ready;
  const file = new h5wasm.File(PATH, 'w', { track_order: true });
  try {
    writeAttributes(file, attributes);
    let dimensions = 0;
    for (const group of groups) {
      writeGroup(file, group, dimensions);
      dimensions += Object.keys(group.dimensions).length;
    }
  } finally {
    file.close();
  }
  try {
    return Uint8Array.from(FS.readFile(PATH, { encoding: 'binary' }));
  } finally {
    FS.unlink(PATH);
  }
}

/** @param first number of the group's first dimension: no two of a file may have the same, or readers confuse them */
function writeGroup(file: InstanceType<typeof h5wasm.File>, group: NetcdfGroup, first: number): void {
  const made = file.create_group(group.name, true);
  writeAttributes(made, group.attributes);
  const coordinates = new Map(group.variables.map((variable) => [variable.name, variable]));
  for (const [i, [name, size]] of Object.entries(group.dimensions).entries()) {
    const coordinate = coordinates.get(name);
    const values = coordinate?.values ?? new Float32Array(size);
    const scale = made.create_dataset({ name, data: writable(values, [size], name), shape: [size] });
    const placeholder = `${WITHOUT_COORDINATE}${String(size).padStart(10)}`;
    scale.make_scale(coordinate === undefined ? placeholder : name);
    scale.create_attribute('_Netcdf4Dimid', Int32Array.of(first + i), []);
    writeAttributes(scale, coordinate?.attributes ?? {});
  }
  for (const { name, dimensions, values, attributes } of group.variables) {
    if (Object.hasOwn(group.dimensions, name)) continue;
    const shape = dimensions.map((dimension) => group.dimensions[dimension]);
    const variable = made.create_dataset({ name, data: writable(values, shape, name), shape });
    dimensions.forEach((dimension, i) => variable.attach_scale(i, `/${group.name}/${dimension}`));
    writeAttributes(variable, attributes);
  }
}

/** The values as h5wasm takes them. */
function writable(values: NetcdfValues | Float32Array, shape: readonly number[], name: string) {
  const count = shape.reduce((product, size) => product * size, 1);
  if (values.length !== count) {
    throw new RangeError(`${name} has ${values.length} values; its dimensions (${shape.join(', ')}) want ${count}.`);
  }
  return ArrayBuffer.isView(values) ? values : values.map(text);
}

function writeAttributes(
  to: Pick<InstanceType<typeof h5wasm.Group>, 'create_attribute'>,
  attributes: NetcdfGroup['attributes'],
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') to.create_attribute(name, text(value));
    else to.create_attribute(name, Float64Array.of(value), []);
  }
}

/** HDF5 ends a string at its first NUL. */
function text(value: string): string {
  return value.replaceAll('\0', '\uFFFD');
}
