/**
 * The wire format of an ONNX model: those messages and fields of onnx/onnx.proto (IR version 8) that a network needs, as a
 * descriptor that @bufbuild/protobuf encodes by. Field names and numbers are the schema's. Its enumerations are written as
 * the int32 that they are on the wire, and the members of its two oneofs as plain optional fields, which encode alike.
 */
import { create, createFileRegistry, toBinary } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';

/** TensorProto.DataType. */
export const DATA_TYPES = { f32: 1, i64: 7, f64: 11 } as const;
export type ElementType = keyof typeof DATA_TYPES;

export interface TensorProto {
  readonly name?: string;
  readonly dims: readonly bigint[];
  readonly dataType: number;
  /** Little-endian, row-major. */
  readonly rawData: Uint8Array;
}

/** `type` is AttributeProto.AttributeType: 2 an integer, 4 a tensor, 7 integers. */
export type AttributeProto =
  | { readonly name: string; readonly type: 2; readonly i: bigint }
  | { readonly name: string; readonly type: 4; readonly t: TensorProto }
  | { readonly name: string; readonly type: 7; readonly ints: readonly bigint[] };

export interface NodeProto {
  readonly opType: string;
  readonly domain?: string;
  readonly name: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeProto[];
}

export interface ValueInfoProto {
  readonly name: string;
  readonly docString: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      readonly shape: { readonly dim: readonly ({ readonly dimValue: bigint } | { readonly dimParam: string })[] };
    };
  };
}

export interface FunctionProto {
  readonly name: string;
  readonly domain: string;
  readonly docString: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly node: readonly NodeProto[];
  readonly opsetImport: readonly OperatorSet[];
}

export interface OperatorSet {
  readonly domain: string;
  readonly version: bigint;
}

export interface ModelProto {
  readonly irVersion: bigint;
  readonly opsetImport: readonly OperatorSet[];
  readonly producerName: string;
  readonly docString: string;
  readonly graph: {
    readonly name: string;
    readonly node: readonly NodeProto[];
    readonly initializer: readonly TensorProto[];
    readonly input: readonly ValueInfoProto[];
    readonly output: readonly ValueInfoProto[];
  };
  readonly metadataProps: readonly { readonly key: string; readonly value: string }[];
  readonly functions: readonly FunctionProto[];
}

type Scalar = 'int64' | 'int32' | 'string' | 'bytes';
/** Field name -> number and type: a scalar or another message; with '[]', repeated. */
type Fields = Readonly<Record<string, readonly [number, string]>>;

const SCALARS: Readonly<Record<Scalar, FieldDescriptorProto_Type>> = {
  int64: FieldDescriptorProto_Type.INT64,
  int32: FieldDescriptorProto_Type.INT32,
  string: FieldDescriptorProto_Type.STRING,
  bytes: FieldDescriptorProto_Type.BYTES,
};

const MESSAGES: Readonly<Record<string, Fields>> = {
  ModelProto: {
    ir_version: [1, 'int64'],
    producer_name: [2, 'string'],
    doc_string: [6, 'string'],
    graph: [7, 'GraphProto'],
    opset_import: [8, 'OperatorSetIdProto[]'],
    metadata_props: [14, 'StringStringEntryProto[]'],
    functions: [25, 'FunctionProto[]'],
  },
  OperatorSetIdProto: { domain: [1, 'string'], version: [2, 'int64'] },
  StringStringEntryProto: { key: [1, 'string'], value: [2, 'string'] },
  GraphProto: {
    node: [1, 'NodeProto[]'],
    name: [2, 'string'],
    initializer: [5, 'TensorProto[]'],
    input: [11, 'ValueInfoProto[]'],
    output: [12, 'ValueInfoProto[]'],
  },
  FunctionProto: {
    name: [1, 'string'],
    input: [4, 'string[]'],
    output: [5, 'string[]'],
    node: [7, 'NodeProto[]'],
    doc_string: [8, 'string'],
    opset_import: [9, 'OperatorSetIdProto[]'],
    domain: [10, 'string'],
  },
  NodeProto: {
    input: [1, 'string[]'],
    output: [2, 'string[]'],
    name: [3, 'string'],
    op_type: [4, 'string'],
    attribute: [5, 'AttributeProto[]'],
    domain: [7, 'string'],
  },
  AttributeProto: {
    name: [1, 'string'],
    i: [3, 'int64'],
    t: [5, 'TensorProto'],
    ints: [8, 'int64[]'],
    type: [20, 'int32'],
  },
  TensorProto: { dims: [1, 'int64[]'], data_type: [2, 'int32'], name: [8, 'string'], raw_data: [9, 'bytes'] },
  ValueInfoProto: { name: [1, 'string'], type: [2, 'TypeProto'], doc_string: [3, 'string'] },
  TypeProto: { tensor_type: [1, 'TensorTypeProto'] },
  TensorTypeProto: { elem_type: [1, 'int32'], shape: [2, 'TensorShapeProto'] },
  TensorShapeProto: { dim: [1, 'DimensionProto[]'] },
  DimensionProto: { dim_value: [1, 'int64'], dim_param: [2, 'string'] },
};

/** The bytes of a model file. */
export function encodeModel(model: ModelProto): Uint8Array<ArrayBuffer> {
  const message = createFileRegistry(schemaFile(), () => undefined).getMessage('onnx.ModelProto');
  if (message === undefined) throw new Error('The schema has no ModelProto.');
  return toBinary(message, create(message, { ...model }));
}

function schemaFile(): FileDescriptorProto {
  return create(FileDescriptorProtoSchema, {
    name: 'onnx.proto',
    package: 'onnx',
    syntax: 'proto2',
    messageType: Object.entries(MESSAGES).map(([name, fields]) => ({
      name,
      field: Object.entries(fields).map(([field, [number, declared]]) => {
        const repeated = declared.endsWith('[]');
        const type = repeated ? declared.slice(0, -2) : declared;
        return {
          name: field,
          number,
          label: repeated ? FieldDescriptorProto_Label.REPEATED : FieldDescriptorProto_Label.OPTIONAL,
          ...(isScalar(type)
            ? { type: SCALARS[type] }
            : { type: FieldDescriptorProto_Type.MESSAGE, typeName: `.onnx.${type}` }),
        };
      }),
    })),
  });
}

function isScalar(type: string): type is Scalar {
  return Object.hasOwn(SCALARS, type);
}
