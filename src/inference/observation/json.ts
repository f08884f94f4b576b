/**
 * Text of a JSON observation to a `RawTable`:
 * `{"system": id, "schema": 1, "design": {...}, "data": {column: [...]}, "truth": {...}}`, where `design`, `truth` and
 * `metadata` may be missing and the columns bear the same names as in CSV. A violation names its path (`data.count.3`).
 */
import * as v from 'valibot';
import type { DesignValue } from '../simulators/system.ts';
import { tooManyCells, tooManyColumns, tooManyRows } from './limits.ts';
import { bad, good } from '../files/outcome.ts';
import type { Outcome } from '../files/outcome.ts';
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

const FORM = 'The form is {"system": …, "schema": 1, "design": {…}, "data": {"column": […]}, "truth": {…}}.';

export function parseJson(text: string): Outcome<RawTable> {
  let content: unknown;
  try {
    content = JSON.parse(text.trim());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return bad({ problem: `The text is not valid JSON (${reason}).`, remedy: 'Mend it, or drop a CSV file instead.' });
  }
  const parsed = v.safeParse(schema, content);
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

function tableOf(content: v.InferOutput<typeof schema>): Outcome<RawTable> {
  const header = Object.keys(content.data);
  const lengths = header.map((name) => content.data[name].length);
  const rows = lengths[0] ?? 0;
  const longest = lengths.reduce((a, b) => Math.max(a, b), 0);
  const crowd = tooManyColumns(header.length) ?? tooManyRows(longest) ?? tooManyCells(longest * header.length);
  if (crowd) return bad(crowd);
  const uneven = lengths.findIndex((length) => length !== rows);
  if (uneven > 0) {
    const problem = `data.${header[uneven]} has ${lengths[uneven]} entries, data.${header[0]} has ${rows}.`;
    return bad({ column: header[uneven], problem, remedy: 'Give all columns the same length.' });
  }
  return good({
    format: 'json',
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
