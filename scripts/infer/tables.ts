/** Tables of simulations made elsewhere: what --table and --prior state, with the checks of the page. */
import { posteriorConditions } from '../../src/inference/simulators/posteriorConditions.ts';
import { basename } from 'node:path';
import { quoted } from '../../src/inference/math/shown.ts';
import { withoutFlaws, NOTHING_LEFT_OUT } from '../../src/inference/observation/preparedTable.ts';
import type { SimulatedTable } from '../../src/inference/observation/simulatedTable.ts';
import { flawSentences, isFlawed } from '../../src/inference/observation/tableFlaws.ts';
import { surveyOf } from '../../src/inference/observation/tableSurvey.ts';
import { lawText } from '../../src/inference/priors/lawText.ts';
import type { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import type { System } from '../../src/inference/simulators/system.ts';
import { tableText } from '../../src/inference/simulators/table/tableSystem.ts';
import { describedRows, describeTable } from '../../src/inference/study/table/describedTable.ts';
import { TablePairs } from '../../src/worker/pool/tablePairs.ts';
import { readSimulationsApart } from '../headless/reading.ts';
import { InputError, type InferArguments } from './arguments.ts';
import { keyAndValue, lawOf } from './laws.ts';
import { readInput } from './paths.ts';

export type TableSource = Extract<InferArguments['source'], { readonly kind: 'table' }>;

/**
 * The rows of a table with a prior for each parameter, as the user states them.
 * @param folder that relative paths start from
 * @param catalogue knows the table's system afterwards
 * @returns the pairs, and what was assumed or left out, a sentence each
 * @throws InputError
 */
export async function statedTable(
  { file, priors, leaveOut, weightRows }: TableSource,
  folder: string,
  catalogue: SystemCatalogue,
): Promise<{ readonly pairs: TablePairs; readonly notices: readonly string[] }> {
  const given = await readTable(file, folder);
  const survey = surveyOf(given);
  if (!survey.ok) throw new InputError(`${file}: ${survey.problem.problem} ${survey.problem.remedy}`);
  const { flaws, whole, proposals } = survey.value;
  const flawed = isFlawed(flaws, given);
  if (flawed && !leaveOut) {
    throw new InputError(
      `${file}: ${flawSentences(given, flaws).join(' ')} Repair the table, or leave these out with --leave-out.`,
    );
  }
  const { table, leftOut } = flawed ? withoutFlaws(given) : { table: given, leftOut: NOTHING_LEFT_OUT };
  const stated = new Map(
    priors.map((text) => {
      const [name, law] = keyAndValue('prior', text);
      return [name, lawOf(name, law)] as const;
    }),
  );
  const stranger = [...stated.keys()].find((name) => !table.parameters.includes(name));
  if (stranger !== undefined) {
    throw new InputError(
      `--prior: ${file} has no parameter "${stranger}"; choose among ${table.parameters.join(', ')}.`,
    );
  }
  const parameters = table.parameters.map((name, j) => {
    const prior = stated.get(name);
    if (prior !== undefined) return { name, prior };
    const missing = table.parameters.filter((own) => !stated.has(own)).join(', ');
    throw new InputError(
      `${file}: state the prior that the rows were drawn from, for ${missing}, too: --prior '${name}=LAW'. The rows of ${name} look like ${lawText(proposals[j].prior)}; a table cannot tell for sure.`,
    );
  });
  const described = describeTable(basename(file), table, parameters, {
    leftOut,
    jitter: whole,
    refuted: weightRows ? 'weight' : 'refuse',
  });
  if (!described.ok) {
    const remedy = weightRows ? '' : ' Use --weight-rows to weight the rows.';
    throw new InputError(`${file}: ${described.problems.join('\n')}${remedy}`);
  }
  const system = catalogue.define({ kind: 'table', description: described.description });
  const pairs = new TablePairs(system, described.table);
  return {
    pairs,
    notices: [...(given.notices ?? []), ...posteriorConditions(pairs.system, pairs.system.defaultDesign)],
  };
}

/**
 * The pairs of a study of a table, with its rows if a file of them is named; null: the study is of a system.
 * @throws InputError
 */
export async function tableOfStudy(system: System, file: string | null, folder: string): Promise<TablePairs | null> {
  const { recorded: description } = system;
  if (description === undefined) {
    if (file === null) return null;
    throw new InputError(`The study is of the system ${system.id} and needs no --table; leave it out.`);
  }
  if (file === null) return new TablePairs(system, null);
  const rows = describedRows(await readTable(file, folder), description);
  if (rows === null) {
    throw new InputError(
      `--table ${file} does not hold the simulations of the study, which are ${tableText(description)}.`,
    );
  }
  return new TablePairs(system, rows);
}

async function readTable(file: string, folder: string): Promise<SimulatedTable> {
  const read = await readSimulationsApart(readInput('table', file, folder));
  if (read === null) {
    throw new InputError(
      `--table ${file} is not a table of simulations: save an NPZ with arrays theta and x (a row for each simulation), or a table with columns theta_... and x_....`,
    );
  }
  if (read.ok) return read.value;
  const { column, row, value, problem, remedy } = read.problem;
  const place = [row === undefined ? '' : `row ${row}`, column === undefined ? '' : `column ${column}`]
    .filter((part) => part !== '')
    .join(', ');
  const shown = value === undefined ? '' : ` (value ${quoted(value)})`;
  throw new InputError(`--table ${file}${place === '' ? '' : `, ${place}`}${shown}: ${problem} ${remedy}`);
}
