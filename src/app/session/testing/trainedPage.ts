/** For tests: a page without a browser, on which a network has been trained. Real timers must be on. */
import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import type { System } from '../../../inference/simulators/system.ts';
import type { TrainingSettings } from '../../../inference/training/settings.ts';
import { createAppStore } from '../../store/appStore.ts';
import { runState } from '../../store/engineSlice.ts';
import { withTraining } from '../../store/studySlice.ts';
import { createTelemetry, Publisher } from '../../store/telemetry.ts';
import type { Engine } from '../context.ts';
import { Session } from '../session.ts';

/**
 * Trains the default study of a system to its end.
 * @param settings changes of it, of which the number of steps decides how long that takes
 * @param engine a real one, which has WebAssembly
 */
export async function trainedPage(system: System, settings: Partial<TrainingSettings>, engine: Engine) {
  const store = createAppStore(system, 'light');
  store.setState(({ study, engine: slice, view }) => ({
    study: withTraining(study, settings),
    engine: { ...slice, choice: 'wasm' },
    view: { ...view, retrainByItself: false },
  }));
  const telemetry = createTelemetry();
  const publisher = new Publisher(telemetry);
  const pretrained = () => Promise.resolve(null);
  const context = { catalogue: new SystemCatalogue(), store, telemetry, publisher, engine, pretrained };
  const session = new Session(context);
  await session.start();
  /** Waits for what the page will have become; a test that waits for too long ends by its own time. */
  const until = async (reached: () => boolean) => {
    while (!reached()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await until(() => runState(store.getState().engine) === 'finished');
  return { ...context, session, until };
}
