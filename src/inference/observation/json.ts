/**
 * Text of a JSON observation to a `RawTable`. The page's own form is
 * `{"system": id, "schema": 1, "design": {...}, "data": {column: [...]}, "truth": {...}}`, where `design`, `truth` and
 * `metadata` may be missing and the columns bear the same names as in CSV; tables that other programs write are read too
 * (jsonTable.ts). A violation names its path (`data.count.3`).
 */
import * as v from 'valibot';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
import { shown } from '../math/shown.ts';
import type { DesignValue } from '../simulators/system.ts';
import { truthOf } from './csv.ts';
import { isObject, plainTable } from './jsonTable.ts';
import { readJson } from './jsonText.ts';
import { tooManyCells, tooManyColumns, tooManyRows } from './limits.ts';
import type { RawTable } from './rawTable.ts';

const schema = v.strictObject({
  system: v.string(),
  schema: v.literal(1),
  design: v.optional(v.record(v.string(), v.union([v.number(), v.string(), v.boolean(), v.array(v.number())])), {}),
  metadata: v.optional(v.record(v.string(), v.union([v.number(), v.string(), v.boolean()])), {}),
  // Cells are judged later, with the column's own rules.
  data: v.record(v.string(), v.array(v.union([v.number(), v.string(), v.boolean(), v.null()]))),
  truth: v.optional(v.record(v.string(), v.pipe(v.number(), v.finite())), {}),
});

const FORM =
  'The form is {"system": …, "schema": 1, "design": {…}, "data": {"column": […]}, "truth": {…}}, or the columns alone: {"column": […]}.';

export function parseJson(text: string): Outcome<RawTable> {
  const content = contentOf(text.trim());
  if (!content.ok) return content;
  if (!isOwn(content.value)) return fromPlain(content.value);
  const parsed = v.safeParse(schema, content.value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const column = v.getDotPath(issue) ?? undefined;
    if (issue.received === 'undefined') return bad({ column, problem: 'The entry is missing.', remedy: FORM });
    const value = issue.received.replace(/^"(.*)"$/s, '$1');
    const problem =
      issue.expected === 'never' ? 'The entry is not known.' : `Expected ${issue.expected ?? 'another value'}.`;
    return bad({ column, value, problem, remedy: FORM });
  }
  return tableOf(parsed.output);
}

/** One value, or one a line (JSON Lines). */
function contentOf(text: string): Outcome<unknown> {
  const whole = readJson(text);
  const lines = text.split('\n');
  if (whole.ok || lines.length < 2 || !/^\{.*\}\s*$/.test(lines[0])) return whole;
  const records: unknown[] = [];
  for (const line of lines) {
    if (line.trim() === '') continue;
    const record = readJson(line);
    if (!record.ok) return whole;
    records.push(record.value);
  }
  return good(records);
}

/** Whether it is meant to be of the page's own form: pandas has a "schema" too, which is an object. */
function isOwn(content: unknown): boolean {
  if (!isObject(content)) return !Array.isArray(content);
  if ('schema' in content) return !isObject(content.schema);
  return 'data' in content && !Array.isArray(content.data);
}

function fromPlain(content: unknown): Outcome<RawTable> {
  const table = plainTable(content);
  if (table === null) return bad({ problem: 'The JSON is neither an observation nor a table.', remedy: FORM });
  if ('problem' in table) return bad(table);
  const { header, columns, metadata, notices, form } = table;
  const rows = columns[0]?.length ?? 0;
  const crowd = tooManyColumns(header.length) ?? tooManyRows(rows) ?? tooManyCells(rows * header.length);
  if (crowd) return bad(crowd);
  const { system, ...rest } = metadata;
  return good({
    format: 'json',
    jsonForm: form,
    header,
    columns,
    rowNumbers: Array.from({ length: rows }, (_, i) => i + 1),
    metadata: rest,
    system,
    design: {},
    truth: truthOf(rest),
    notices,
  });
}

function tableOf(content: v.InferOutput<typeof schema>): Outcome<RawTable> {
  const header = Object.keys(content.data);
  const lengths = header.map((name) => content.data[name].length);
  const rows = lengths[0] ?? 0;
  const longest = lengths.reduce((a, b) => Math.max(a, b), 0);
  const crowd = tooManyColumns(header.length) ?? tooManyRows(longest) ?? tooManyCells(longest * header.length);
  if (crowd) return bad(crowd);
  const uneven = lengths.findIndex((length) => length !== rows);
  if (uneven > 0) {
    const problem = `data.${shown(header[uneven])} has ${lengths[uneven]} entries, data.${shown(header[0])} has ${rows}.`;
    return bad({ column: header[uneven], problem, remedy: 'Give all columns the same length.' });
  }
  return good({
    format: 'json',
    jsonForm: 'own',
    header: header.map((name) => name.trim()),
    columns: header.map((name) => content.data[name].map(String)),
    rowNumbers: Array.from({ length: rows }, (_, i) => i + 1),
    metadata: { ...asText(content.design), ...asText(content.metadata) },
    system: content.system,
    design: content.design,
    truth: content.truth,
    notices: [],
  });
}

function asText(record: Readonly<Record<string, DesignValue>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}
