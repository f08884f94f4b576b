/**
 * Writes an ONNX graph node by node: each call adds one operator and gives the name of its result, so that a formula reads
 * from the inside out. The same writer makes whole models and the functions that a model brings along (IR version 8,
 * operator set 17). Axes are counted from the end, so that a graph with and without a leading axis of members is one text.
 */
import {
  type AttributeProto,
  DATA_TYPES,
  type ElementType,
  encodeModel,
  type FunctionProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './onnxSchema.ts';

const IR_VERSION = 8n;
const OPERATOR_SET = { domain: '', version: 17n };
/** Of the functions that a model brings along. */
const DOMAIN = 'posterior.playground';

/** A tensor of the graph, by its name. */
export type Value = string;

export interface Port {
  readonly name: string;
  readonly type: ElementType;
  /** Numbers are fixed lengths, names free ones. */
  readonly shape: readonly (number | string)[];
  readonly description: string;
}

type Attributes = Readonly<Record<string, bigint | readonly bigint[]>>;

export class OnnxGraph {
  readonly #nodes: NodeProto[] = [];
  readonly #constants: TensorProto[] = [];
  readonly #scalars = new Map<string, Value>();

  /** Adds an operator with one result. */
  op(opType: string, input: readonly Value[], attributes: Attributes = {}): Value {
    return this.ops(opType, input, 1, attributes)[0];
  }

  /** Adds an operator with several results. */
  ops(opType: string, input: readonly Value[], results: number, attributes: Attributes = {}): Value[] {
    const attribute = Object.entries(attributes).map(
      ([name, value]): AttributeProto =>
        typeof value === 'bigint' ? { name, type: 2, i: value } : { name, type: 7, ints: value },
    );
    return this.#add({ opType, input, attribute }, results);
  }

  /** Calls one of the functions that the model brings along. */
  call({ name, domain, output }: FunctionProto, input: readonly Value[]): Value[] {
    return this.#add({ opType: name, domain, input, attribute: [] }, output.length);
  }

  tensor(values: Float32Array | Float64Array | BigInt64Array, shape: readonly number[], label = 'constant'): Value {
    const name = `${label}.${this.#constants.length}`;
    const dataType =
      values instanceof Float32Array
        ? DATA_TYPES.f32
        : values instanceof Float64Array
          ? DATA_TYPES.f64
          : DATA_TYPES.i64;
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#constants.push({ name, dims: shape.map(BigInt), dataType, rawData });
    return name;
  }

  f32(value: number): Value {
    return this.#scalar('f32', value, () => this.tensor(Float32Array.of(value), [], `${value}`));
  }

  f64(value: number): Value {
    return this.#scalar('f64', value, () => this.tensor(Float64Array.of(value), [], `${value}`));
  }

  i64(value: number): Value {
    return this.#scalar('i64', value, () => this.tensor(BigInt64Array.of(BigInt(value)), [], `${value}`));
  }

  /** A list of axes or lengths. */
  list(...values: readonly number[]): Value {
    return this.tensor(BigInt64Array.from(values, BigInt), [values.length], 'list');
  }

  add(a: Value, b: Value): Value {
    return this.op('Add', [a, b]);
  }

  sub(a: Value, b: Value): Value {
    return this.op('Sub', [a, b]);
  }

  mul(a: Value, b: Value): Value {
    return this.op('Mul', [a, b]);
  }

  div(a: Value, b: Value): Value {
    return this.op('Div', [a, b]);
  }

  cast(value: Value, to: ElementType): Value {
    return this.op('Cast', [value], { to: BigInt(DATA_TYPES[to]) });
  }

  /** Joins along the last axis. */
  concat(values: readonly Value[]): Value {
    return values.length === 1 ? values[0] : this.op('Concat', values, { axis: -1n });
  }

  /** Cuts the last axis into pieces of these lengths. */
  split(value: Value, lengths: readonly number[]): Value[] {
    return lengths.length === 1
      ? [value]
      : this.ops('Split', [value, this.list(...lengths)], lengths.length, { axis: -1n });
  }

  /** Sums over the last axes. */
  sum(value: Value, axes: readonly number[], keep: boolean): Value {
    return this.op('ReduceSum', [value, this.list(...axes)], { keepdims: keep ? 1n : 0n });
  }

  /** This graph as a function; its constants become nodes. */
  function(name: string, docString: string, input: readonly Value[], output: readonly Value[]): FunctionProto {
    const constants = this.#constants.map(({ name: result = '', ...t }): NodeProto => {
      const attribute: AttributeProto[] = [{ name: 'value', type: 4, t }];
      return { opType: 'Constant', name: result, input: [], output: [result], attribute };
    });
    const node = [...constants, ...this.#nodes];
    return { name, domain: DOMAIN, docString, input, output, node, opsetImport: [OPERATOR_SET] };
  }

  /** The bytes of a model with this graph. A result is renamed to its port. */
  model(options: {
    readonly name: string;
    readonly description: string;
    readonly metadata: Readonly<Record<string, string>>;
    readonly inputs: readonly Port[];
    readonly outputs: readonly (Port & { readonly value: Value })[];
    readonly functions: readonly FunctionProto[];
  }): Uint8Array<ArrayBuffer> {
    for (const { name, value } of options.outputs) {
      this.#nodes.push({ opType: 'Identity', name, input: [value], output: [name], attribute: [] });
    }
    return encodeModel({
      irVersion: IR_VERSION,
      opsetImport: [OPERATOR_SET, { domain: DOMAIN, version: 1n }],
      producerName: 'Posterior Playground',
      docString: options.description,
      graph: {
        name: options.name,
        node: this.#nodes,
        initializer: this.#constants,
        input: options.inputs.map(valueInfo),
        output: options.outputs.map(valueInfo),
      },
      metadataProps: Object.entries(options.metadata).map(([key, value]) => ({ key, value })),
      functions: options.functions,
    });
  }

  #add(node: Omit<NodeProto, 'name' | 'output'>, results: number): Value[] {
    const name = `${node.opType}.${this.#nodes.length}`;
    const output = results === 1 ? [name] : Array.from({ length: results }, (_, i) => `${name}.${i}`);
    // Callers go on building their lists.
    this.#nodes.push({ ...node, input: [...node.input], name, output });
    return output;
  }

  #scalar(type: ElementType, value: number, make: () => Value): Value {
    const key = `${type} ${value}`;
    const name = this.#scalars.get(key) ?? make();
    this.#scalars.set(key, name);
    return name;
  }
}

function valueInfo({ name, type, shape, description }: Port): ValueInfoProto {
  const dim = shape.map((length) => (typeof length === 'number' ? { dimValue: BigInt(length) } : { dimParam: length }));
  return { name, docString: description, type: { tensorType: { elemType: DATA_TYPES[type], shape: { dim } } } };
}
