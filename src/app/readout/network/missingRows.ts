/** Whether a study of a table of simulations has the table's rows: one that was opened again has them once its file is dropped. */
import type { TableDescription } from '../../../inference/simulators/table/tableDescription.ts';
import type { AppState } from '../../store/appStore.ts';

/** The table whose rows the study on screen needs and the page has not; null: nothing is missing. */
export function missingRows({ study, simulations }: Pick<AppState, 'study' | 'simulations'>): TableDescription | null {
  return simulations.current?.system.id === study.system.id ? null : (study.system.recorded ?? null);
}
