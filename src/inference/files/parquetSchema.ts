/**
 * Which columns a Parquet schema has: numbers, lists of numbers, and what is not read. A schema is a tree written in order of
 * depth (parquet.thrift; LogicalTypes.md for lists); each of its leaves is a chunk of pages in every row group.
 */
import * as v from 'valibot';
import type { FileProblem } from '../simulators/system.ts';
import type { NumberType } from './parquetPages.ts';

/** What is used of what hyparquet makes of a footer; a damaged one has anything anywhere, whatever hyparquet's types say. */
export const elementSchema = v.object({
  name: v.string(),
  type: v.optional(v.string()),
  type_length: v.optional(v.number()),
  num_children: v.optional(v.number()),
  repetition_type: v.optional(v.string()),
  converted_type: v.optional(v.string()),
  logical_type: v.optional(v.object({ type: v.optional(v.string()), isSigned: v.optional(v.boolean()) })),
});
export type SchemaElement = v.InferOutput<typeof elementSchema>;

export interface Leaf {
  /** Of the column of the table that it belongs to. */
  readonly name: string;
  readonly path: readonly string[];
  /** As the file has it. */
  readonly type: string | undefined;
  readonly kind: LeafKind;
}

type LeafKind =
  | {
      readonly read: true;
      readonly type: NumberType;
      readonly unsigned: boolean;
      /** Optional or repeated steps on the path. */
      readonly depth: number;
      /** A list of numbers in each row, whose entries may be missing; null: a number. */
      readonly list: { readonly optional: boolean } | null;
    }
  | { readonly read: false; readonly problem: FileProblem };

const DEEPEST = 16;
const TYPES: readonly string[] = ['BOOLEAN', 'INT32', 'INT64', 'FLOAT', 'DOUBLE'];
const REMEDY = 'Keep flat columns of numbers only.';

/** The leaves in their order; null where the elements are no tree. */
export function leavesOf([root, ...elements]: readonly SchemaElement[]): Leaf[] | null {
  const leaves: Leaf[] = [];
  let at = 0;
  const walk = (above: readonly SchemaElement[]): boolean => {
    const element = elements[at++];
    if (element === undefined || above.length >= DEEPEST) return false;
    const path = [...above, element];
    const { num_children: children = 0 } = element;
    if (children === 0) {
      leaves.push({
        name: path[0].name,
        path: path.map(({ name }) => name),
        type: element.type,
        kind: kindOf(path),
      });
      return true;
    }
    for (let i = 0; i < children; i++) if (!walk(path)) return false;
    return true;
  };
  while (at < elements.length) if (!walk([])) return null;
  return root === undefined || leaves.length === 0 ? null : leaves;
}

function kindOf(path: readonly SchemaElement[]): LeafKind {
  const [outer] = path;
  const leaf = path[path.length - 1];
  const list = isList(path);
  if (!list && (path.length > 1 || outer.repetition_type === 'REPEATED')) {
    return refused(outer, 'The column is nested.');
  }
  const type = numberType(leaf);
  if (type === null) {
    const what = isText(leaf) ? 'text or bytes' : `dates, times or decimals (${unitOf(leaf)})`;
    return refused(outer, `The column holds ${what}, not plain numbers.`);
  }
  const { converted_type: converted, logical_type: logical } = leaf;
  return {
    read: true,
    type,
    unsigned: converted?.startsWith('UINT_') === true || (logical?.type === 'INTEGER' && !logical.isSigned),
    depth: path.filter(({ repetition_type: repetition }) => repetition !== 'REQUIRED').length,
    list: list ? { optional: leaf.repetition_type !== 'REQUIRED' } : null,
  };
}

/** The form of three levels that writers have used since 2014: list, its entries, the number in each. */
function isList(path: readonly SchemaElement[]): boolean {
  if (path.length !== 3) return false;
  const [list, entries, element] = path;
  return (
    (list.logical_type?.type === 'LIST' || list.converted_type === 'LIST') &&
    list.repetition_type !== 'REPEATED' &&
    list.num_children === 1 &&
    entries.repetition_type === 'REPEATED' &&
    entries.num_children === 1 &&
    element.repetition_type !== 'REPEATED'
  );
}

function refused({ name }: SchemaElement, problem: string): LeafKind {
  return { read: false, problem: { column: name, problem, remedy: REMEDY } };
}

function numberType({ type, type_length: length, converted_type: converted, logical_type: logical }: SchemaElement) {
  if (type === 'FIXED_LEN_BYTE_ARRAY' && logical?.type === 'FLOAT16' && length === 2) return 'HALF' as const;
  if (type === undefined || !TYPES.includes(type)) return null;
  const plain = logical === undefined || logical.type === 'INTEGER';
  return plain && (converted === undefined || /^U?INT_/.test(converted)) ? (type as NumberType) : null;
}

function isText({ type }: SchemaElement): boolean {
  return type === undefined || !TYPES.includes(type);
}

function unitOf({ converted_type: converted, logical_type: logical }: SchemaElement): string {
  return logical?.type ?? converted ?? 'of an unknown kind';
}
