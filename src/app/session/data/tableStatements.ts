/** What is done with a table of simulations before it is a system; loaded with the first that is dropped. */
export { NOTHING_LEFT_OUT, withoutFlaws } from '../../../inference/observation/preparedTable.ts';
export { isFlawed } from '../../../inference/observation/tableFlaws.ts';
export { describedRows, describeTable } from '../../../inference/study/table/describedTable.ts';
