/**
 * Column names with their unit behind them, as the page itself writes them ("t [day]"): where the name is a column's and the unit
 * is that column's own, the unit is taken off. Another unit stays, and the name is then none that is known: numbers are never
 * converted.
 */
import { sameUnit } from '../math/units.ts';
import type { ColumnSpec } from '../simulators/system.ts';

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
