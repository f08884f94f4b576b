/**
 * Fuzz targets of the text readers. Random tables are printed in random dialects (delimiter, marks in numbers, quotation,
 * line ends, encoding, row names, header in a comment) and read back: every number and name is the one that was printed, or
 * the table is refused. And texts of long lines, long blanks and repeated pieces, which must not take long.
 */
import { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import fc from 'fast-check';
import { fewOf } from '../../src/inference/math/shown.ts';
import { cellText, harmlessText } from '../../src/inference/observation/csvText.ts';
import { readAny } from '../../src/inference/observation/readAny.ts';
import { TableFile } from '../../src/inference/observation/tableFile.ts';
import { builtIn, systems } from '../../src/inference/simulators/registry.ts';
import { readLink } from '../../src/inference/study/link/readLink.ts';
import { fuzzTarget } from './target.ts';

const catalogue = new SystemCatalogue();

type Header = 'plain' | 'comment' | 'pandas' | 'R';

interface Dialect {
  readonly delimiter: ',' | ';' | '\t' | ' ';
  readonly decimal: '.' | ',';
  readonly group: '' | ',' | '.' | ' ' | "'" | '\u00A0';
  readonly quotesAll: boolean;
  readonly lineEnd: '\n' | '\r\n' | '\r';
  readonly encoding: 'utf8' | 'bom' | 'utf16le' | 'utf16be' | 'utf16le-unmarked' | 'utf16be-unmarked';
  readonly header: Header;
  readonly minus: '-' | '\u2212';
  readonly exponent: 'e' | 'E' | 'D';
  readonly blanks: boolean;
  readonly declared: boolean;
}

const dialects: fc.Arbitrary<Dialect> = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', ' '),
    decimal: fc.constantFrom('.', ','),
    group: fc.constantFrom('', '', ',', '.', ' ', "'", '\u00A0'),
    quotesAll: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    encoding: fc.constantFrom('utf8', 'bom', 'utf16le', 'utf16be', 'utf16le-unmarked', 'utf16be-unmarked'),
    header: fc.constantFrom('plain', 'plain', 'comment', 'pandas', 'R'),
    minus: fc.constantFrom('-', '-', '\u2212'),
    exponent: fc.constantFrom('e', 'E', 'D'),
    blanks: fc.boolean(),
    declared: fc.boolean(),
  } as const)
  // Not points between thousands beside commas or white space between columns: "1.234" is then a number with three decimals.
  .filter(
    ({ delimiter, decimal, group }) =>
      group !== decimal && !(group === '.' && (delimiter === ',' || delimiter === ' ')),
  );

/** A number in plain form, as a program prints it that has no marks of its own. */
const numbers = fc.oneof(
  fc.integer({ min: -99_999, max: 9_999_999 }).map(String),
  fc.integer({ min: 0, max: 1200 }).map(String),
  fc
    .tuple(fc.double({ min: -2000, max: 30_000, noNaN: true }), fc.constantFrom(1, 2, 3, 3, 4))
    .map(([value, digits]) => value.toFixed(digits)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.double({ min: 1e-5, max: 1e5, noNaN: true }).map((value) => value.toExponential(4)),
);
const ids = fc.oneof(
  fc.constantFrom('=1+1', '-x', '+y', '@z', '#3', "'=2", 's 1', '7', 'a,b', 'a;b', '"', '\t=1', '-'),
  fc.string({ minLength: 1, maxLength: 6 }).map((text) => `i${text.replaceAll('\0', '').trim()}`),
);

interface Table {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly ids: readonly string[] | null;
}

const tables: fc.Arbitrary<Table> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom('a', 'b', 'P', 'x_1', 'x_2', 'x_3', 'theta_1', 'k'), { minLength: 1, maxLength: 5 }),
    fc.integer({ min: 1, max: 7 }),
    fc.boolean(),
  )
  .chain(([names, n, identified]) =>
    fc.record({
      names: fc.constant(names),
      rows: fc.array(fc.array(numbers, { minLength: names.length, maxLength: names.length }), {
        minLength: n,
        maxLength: n,
      }),
      ids: identified ? fc.array(ids, { minLength: n, maxLength: n }) : fc.constant(null),
    }),
  );

function printed(plain: string, { decimal, group, minus, exponent }: Dialect): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e(.*))?$/.exec(plain);
  if (match === null) throw new Error(`${plain} is no number.`);
  const [, sign, whole, fraction, power] = match;
  const separated = group === '' || power !== undefined ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  const end = power === undefined ? '' : `${exponent}${power}`;
  return `${sign === '' ? '' : minus}${separated}${fraction === undefined ? '' : `${decimal}${fraction}`}${end}`;
}

function fieldOf(text: string, { delimiter, quotesAll }: Dialect): string {
  const quotes = quotesAll || text.includes(delimiter) || /["\s]/.test(text) || /^\D.*[,;]/.test(text);
  return quotes ? `"${text.replaceAll('"', '""')}"` : text;
}

function textOf({ names, rows, ids: labels }: Table, dialect: Dialect): string {
  const { delimiter, header, lineEnd, blanks, declared } = dialect;
  const line = (fields: readonly string[]) => fields.join(delimiter);
  const field = (text: string) => fieldOf(text, dialect);
  const cells = rows.map((row) => row.map((plain) => field(printed(plain, dialect))));
  const body = cells.map((row, i) => {
    const label = labels === null ? [] : [field(harmlessText(labels[i]))];
    if (header === 'pandas') return line([String(i), ...label, ...row]);
    return header === 'R' ? line([`"${i + 1}"`, ...label, ...row]) : line([...label, ...row]);
  });
  const named = [...(labels === null ? [] : ['id']), ...names];
  const head = line(header === 'pandas' ? ['', ...named] : header === 'R' ? named.map((name) => `"${name}"`) : named);
  const first = header === 'comment' ? `# ${head}` : head;
  return [
    ...(declared && delimiter !== ' ' ? [`sep=${delimiter}`] : []),
    ...(blanks ? ['', '# note: none'] : []),
    first,
    ...body,
    ...(blanks ? ['', '  '] : ['']),
  ].join(lineEnd);
}

function bytesOf(text: string, encoding: Dialect['encoding']): Uint8Array {
  if (encoding === 'utf8') return new TextEncoder().encode(text);
  const marked = encoding.endsWith('unmarked') ? text : `\uFEFF${text}`;
  if (encoding === 'bom') return new TextEncoder().encode(marked);
  const bytes = Buffer.from(marked, 'utf16le');
  return new Uint8Array(encoding.startsWith('utf16be') ? bytes.swap16() : bytes);
}

/** Whether no other way of writing numbers explains the table, so that it must be read. */
function mustBeRead(
  { names, rows, ids: labels }: Table,
  { delimiter, decimal, group, header, minus }: Dialect,
): boolean {
  // Nobody names an index in white space, and ids with spaces or strange marks may need more than quotation.
  if (delimiter === ' ' && header === 'pandas') return false;
  if (labels !== null || (header === 'comment' && names.length < 2) || minus !== '-') return false;
  const proves = (cell: string) => /\.(\d{1,2}|\d{4,})$/.test(cell) || /^-?0\./.test(cell);
  return decimal === '.' && group === '' && delimiter !== '\t' && delimiter !== ';' && rows.flat().some(proves);
}

async function isReadRight([made, dialect]: readonly [Table, Dialect]): Promise<void> {
  // Programs that put the names of the columns into a comment write numbers alone.
  const table = dialect.header === 'comment' ? { ...made, ids: null } : made;
  const read = await new TableFile(bytesOf(textOf(table, dialect), dialect.encoding)).table();
  if (!read.ok) {
    if (read.problem.remedy === '') throw new Error('A refusal says nothing.');
    if (mustBeRead(table, dialect)) throw new Error(`Refused: ${read.problem.problem}`);
    return;
  }
  const { header, columns } = read.value;
  const named = [...(table.ids === null ? [] : ['id']), ...table.names];
  if (header.join() !== named.join()) throw new Error(`The names are ${header.join()}.`);
  for (const [c, name] of named.entries()) {
    const wanted = name === 'id' ? (table.ids ?? []) : table.rows.map((row) => row[table.names.indexOf(name)]);
    for (const [r, cell] of wanted.entries()) {
      const found = String(columns[c][r]);
      const right = name === 'id' ? cellText(found) === cell : Number(found) === Number(cell);
      if (!right && !(name !== 'id' && Number.isNaN(Number(found)))) throw new Error(`${cell} was read as ${found}.`);
    }
  }
}

const unit = fc.constantFrom(
  'a',
  '1',
  ' ',
  '\t',
  ',',
  ';',
  '"',
  '""',
  "'",
  '#',
  '\n',
  '\r',
  '.',
  '-',
  '(',
  '[',
  '{',
  '{"',
  ':',
  '\\',
  '%',
  '&',
  '&amp;',
  '=',
  '1,',
  '1.234',
  'k',
  'P',
  'k,P\n',
  '# a: b\n',
  '\u00A0',
  '\u202E',
  'é',
  '[1,',
  '{"a":',
  '_',
  '0x',
  'e',
);
/** A piece that comes again and again between two that do not: what a quadratic reader cannot bear. */
const long = fc
  .array(fc.tuple(fc.array(unit, { maxLength: 4 }), fc.constantFrom(1, 1, 1, 1, 1, 10, 300, 20_000)), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) =>
    parts
      .map(([pieces, times]) => pieces.join('').repeat(times))
      .join('')
      .slice(0, 40_000),
  );

const galaxy = builtIn('galaxy-bias');

async function isReadOrRefusedShortly(text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  const content = await readAny({ name: 'a.file', bytes }, galaxy, galaxy.defaultDesign, systems);
  if (content.kind === 'observation' && !content.result.ok) isShort(content.result.error.message);
  const link = readLink(text, catalogue);
  if (!link.ok) isShort(fewOf(link.problems).join(' '));
}

/** A message that can be read. */
function isShort(message: string): void {
  if (message.length > 4000) throw new Error(`A message has ${message.length} characters: ${message.slice(0, 200)}`);
  if (/[\u202E\0]/.test(message)) throw new Error('A message holds characters that cannot be seen.');
}

export const textTargets = [
  fuzzTarget('table printed and read back', fc.tuple(tables, dialects), isReadRight),
  fuzzTarget('long lines, blanks and repeated pieces', long, isReadOrRefusedShortly),
];
