/**
 * Column names with their unit behind them, as the page itself writes them ("t [day]"): where the name is a column's and the unit
 * is that column's own, the unit is taken off. Another unit stays, and is refused: numbers are never converted.
 */
import { sameUnit } from '../math/units.ts';
import type { ColumnSpec, FileProblem } from '../simulators/system.ts';

/** "t [day]", "k (h/Mpc)", "count []". */
const WITH_UNIT = /^(.{1,100}?)\s*(?:\[([^\]]{0,40})\]|\(([^)]{0,40})\))$/;

/** @param specs the columns that are known, with their units */
export function withoutUnits(header: readonly string[], specs: readonly ColumnSpec[]): readonly string[] {
  const units = new Map(specs.map(({ name, unit }) => [name, unit]));
  return header.map((cell) => {
    if (units.has(cell)) return cell;
    const [, name, square, round] = WITH_UNIT.exec(cell) ?? [];
    const unit = name === undefined ? undefined : units.get(name);
    return unit !== undefined && sameUnit(square ?? round, unit) ? name : cell;
  });
}

/** What is wrong where the name of a column says another unit than the system takes; null: it says none, or that one. */
export function faultOfUnit(name: string, spec: ColumnSpec): Pick<FileProblem, 'problem' | 'remedy'> | null {
  const [, , square, round] = WITH_UNIT.exec(name) ?? [];
  const unit = square ?? round;
  if (unit === undefined || sameUnit(unit, spec.unit)) return null;
  const wanted = spec.unit === '' ? 'numbers without a unit' : `numbers in ${spec.unit}`;
  return {
    problem: `The column is ${unit.trim() === '' ? 'without a unit' : `in ${unit.trim()}`}; this system takes ${wanted}.`,
    remedy: `Convert the values, and name the column "${spec.name}".`,
  };
}
