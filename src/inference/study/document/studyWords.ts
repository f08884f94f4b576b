/** A study in words: every setting that fixes its result, by name, as reports and comparisons print them. */
import { posteriorConditions } from '../../simulators/posteriorConditions.ts';
import { describePrior } from '../../priors/families.ts';
import type { DesignField, DesignValue, System } from '../../simulators/system.ts';
import { wholeName } from '../wholeName.ts';
import type { TrainingSettings } from '../../training/settings.ts';
import type { Study } from '../study.ts';

export interface StudyRow {
  readonly group: 'priors' | 'conditions' | 'nuisances' | 'design' | 'training';
  readonly label: string;
  readonly value: string;
}

/** What the training settings are called, in the order of the page. */
const trainingLabels = {
  simulations: 'Simulations',
  fresh: 'Fresh simulations in every epoch',
  amortisesPriors: 'Amortised over priors',
  preset: 'Network',
  members: 'Networks',
  epochs: 'Epochs',
  batchSize: 'Batch size',
  learningRate: 'Learning rate',
  schedule: 'Schedule',
  patience: 'Patience',
  weightPriorSd: 'Prior sd of the weights',
  clipNorm: 'Gradient norm at most',
  validationFraction: 'Share for validation',
} as const satisfies Record<keyof TrainingSettings, string>;

export function studyRows(system: System, { problem, training, seed, ignored = [] }: Study): StudyRow[] {
  const { design } = problem;
  return [
    ...system.parameters(design).map(({ key, symbol, label }): StudyRow => {
      return {
        group: 'priors',
        label: `${wholeName({ key, symbol })}, ${label.toLowerCase()}`,
        value: describePrior(problem.priors[key]),
      };
    }),
    ...conditionRow(posteriorConditions(system, design)),
    ...system.nuisances(design).map(({ key, label }): StudyRow => {
      const { mode, value, prior } = problem.nuisances[key];
      const words = mode === 'fixed' ? `fixed at ${numeral(value)}` : `marginalised, ${describePrior(prior)}`;
      return { group: 'nuisances', label, value: ignored.includes(key) ? `${words}; the network ignores it` : words };
    }),
    ...system.designFields
      .filter((field) => field.when?.(design) ?? true)
      .map((field): StudyRow => {
        return { group: 'design', label: field.label, value: designWords(field, design[field.key] ?? field.otherwise) };
      }),
    ...(Object.keys(trainingLabels) as (keyof TrainingSettings)[]).map((name): StudyRow => {
      return { group: 'training', label: trainingLabels[name], value: settingWords(training[name]) };
    }),
    { group: 'training', label: 'Seed', value: String(seed) },
  ];
}

/** All conditions in one row: rows are told apart by their labels. */
function conditionRow(conditions: readonly string[]): StudyRow[] {
  if (conditions.length === 0) return [];
  const value = conditions.map((sentence) => sentence.replace(/\.$/, '')).join('; ');
  return [{ group: 'conditions', label: 'Conditional on', value }];
}

/**
 * What of study `a` is otherwise in study `b`, a short sentence each, in the order of `studyRows`; none where they are the same.
 * Two systems have nothing else in common that could be told.
 */
export function studyDifferences(systemA: System, a: Study, systemB: System, b: Study): string[] {
  if (systemA.id !== systemB.id) return [`Another system: ${systemA.name}.`];
  const [rowsA, rowsB] = [studyRows(systemA, a), studyRows(systemB, b)];
  const other = (row: StudyRow, rows: readonly StudyRow[]) =>
    rows.find(({ group, label }) => group === row.group && label === row.label);
  const changed = rowsA.flatMap((row) => {
    const now = other(row, rowsB);
    if (now === undefined) return [`${row.label}: ${row.value}; now without.`];
    return now.value === row.value ? [] : [`${row.label}: ${row.value}; now ${now.value}.`];
  });
  const added = rowsB.filter((row) => other(row, rowsA) === undefined);
  return [...changed, ...added.map(({ label, value }) => `${label}: none; now ${value}.`)];
}

function designWords(field: DesignField, value: DesignValue | undefined): string {
  switch (field.kind) {
    case 'number':
      return `${numeral(Number(value))} ${field.unit}`.trim();
    case 'choice':
      return field.options.find((option) => option.value === value)?.label ?? String(value);
    case 'switch':
      return value === true ? 'yes' : 'no';
    case 'numbers':
      return Array.isArray(value) ? listWords(value as readonly number[]) : 'none';
    default:
      return field satisfies never;
  }
}

/** The first few of a list tell one from another: lists are initial states. */
function listWords(values: readonly number[]): string {
  const first = values.slice(0, 3).map(numeral).join(', ');
  return values.length > 3 ? `${first}, … (${values.length} numbers)` : first;
}

function settingWords(value: TrainingSettings[keyof TrainingSettings]): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? numeral(value) : value;
}

/** Six significant digits, "12,400" and "3e7": what differs less is not told apart by a reader. */
function numeral(value: number): string {
  const rounded = Number(value.toPrecision(6));
  if (Math.abs(rounded) >= 1e6) return rounded.toExponential().replace('e+', 'e');
  return rounded.toLocaleString('en', { maximumSignificantDigits: 6 });
}
