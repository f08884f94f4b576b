/** What can be taken away: one file that is made of the page's state, listed in the "Export" sheet. */
import type { Mark } from '../../../inference/correction/marks.ts';
import type { SessionContext } from '../context.ts';
import type { ExportRequest } from '../posterior/posteriorDraws.ts';
import type { AppState } from '../../store/appStore.ts';
import type { Telemetry } from '../../store/telemetry.ts';

/** The sections of the sheet. */
export type ExportGroup = 'posterior' | 'batch' | 'figures' | 'report' | 'network';

/** A file that has been made. */
export interface MadeFile {
  readonly blob: Blob;
  /** What it shows or holds where that is not the network's own posterior: its name says so. */
  readonly marks: readonly Mark[];
  /** What it has less of than was asked for, in a sentence. */
  readonly notice?: string;
}

export interface Export {
  readonly id: string;
  readonly group: ExportGroup;
  /** Entries of the same label stand in one line, a button each. */
  readonly label: string;
  /** On the button: 'CSV'. */
  readonly format: string;
  /** One line: what is in the file and what opens it. */
  readonly description: string;
  readonly fileName: (state: AppState) => string;
  /** True, or a sentence that says why not. */
  readonly enabled: (state: AppState, telemetry: Telemetry) => true | string;
  /** Makes the file; throws when `signal` is aborted. */
  readonly make: (context: SessionContext, request: ExportRequest) => Promise<MadeFile>;
}
