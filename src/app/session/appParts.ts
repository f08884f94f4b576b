/** What the page is made of: the systems that it knows, its two stores and the session that moves them. */
import type { SystemCatalogue } from '../../inference/simulators/catalogue.ts';
import type { AppStore } from '../store/appStore.ts';
import type { TelemetryStore } from '../store/telemetry.ts';
import type { Session } from './session.ts';

export interface AppParts {
  readonly catalogue: SystemCatalogue;
  readonly store: AppStore;
  readonly telemetry: TelemetryStore;
  readonly session: Session;
}
