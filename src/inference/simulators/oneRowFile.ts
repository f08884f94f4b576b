/** The file format of a system whose data are a row of numbers under fixed names, and whose design has no choices. */
import type { ColumnSpec, DataAxis, ColumnsFormat } from './system.ts';

/**
 * @param name of the system
 * @param axes of the row, where it has several or a grid
 */
export function oneRowFile(
  name: string,
  columns: readonly ColumnSpec[],
  axes: readonly DataAxis[] = [{ name: 'data', size: columns.length }],
): ColumnsFormat {
  return {
    kind: 'columns',
    axes: () => axes,
    flat: true,
    rows: {
      columns: () => columns,
      designOf: (header, design) => (header.includes(columns[0].name) ? design : null),
    },
    columns: () => columns,
    metadata: () => [],
    read(table, design) {
      if (table.rowNumbers.length > 1) {
        const problem = `there are ${table.rowNumbers.length} rows, and an observation of ${name} is one`;
        return {
          ok: false,
          problem: { row: table.rowNumbers[1], problem, remedy: 'Keep the row of one observation.' },
        };
      }
      return {
        ok: true,
        x: Float64Array.from(columns, (column) => table.columns[column.name][0]),
        design,
        notices: [],
      };
    },
    write: (x) => ({ header: columns.map((column) => column.name), rows: [Array.from(x)], metadata: {} }),
  };
}
