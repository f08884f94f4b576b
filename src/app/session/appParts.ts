/** What the page is made of: its two stores and the session that moves them. */
import type { AppStore } from '../store/appStore.ts';
import type { TelemetryStore } from '../store/telemetry.ts';
import type { Session } from './session.ts';

export interface AppParts {
  readonly store: AppStore;
  readonly telemetry: TelemetryStore;
  readonly session: Session;
}
