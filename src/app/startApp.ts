/** Puts the stores and the session together, and starts the engine. */
import type { System } from '../inference/simulators/system.ts';
import type { EngineEvent } from '../worker/protocol.ts';
import type { Engine } from './session/context.ts';
import { drawingTurns } from './plots/drawingTurns.ts';
import { Session } from './session/session.ts';
import { createAppStore } from './store/appStore.ts';
import type { AppParts } from './store/hooks.ts';
import { createTelemetry, Publisher } from './store/telemetry.ts';
import { applyTheme, storedTheme } from './theme/themeChoice.ts';

/** What the engine says without being asked. */
interface EngineListeners {
  readonly onCrash: (sentence: string) => void;
  readonly onEvent: (event: EngineEvent) => void;
}

/** @param makeEngine given the listeners, makes the way to the engine */
export function startApp(system: System, makeEngine: (listeners: EngineListeners) => Engine): AppParts {
  const store = createAppStore(system, storedTheme());
  const telemetry = createTelemetry();
  const engine = makeEngine({
    onCrash: (sentence) => session.crashed(sentence),
    onEvent: ({ move }) => session.engineRoom.moved(move),
  });
  const session: Session = new Session({
    store,
    telemetry,
    publisher: new Publisher(telemetry, 100, (done) => drawingTurns.measure(done)),
    engine,
  });
  store.subscribe((state, before) => {
    if (state.view.theme !== before.view.theme) applyTheme(state.view.theme);
  });
  const restoring = session.autosave.restore();
  void session.start(restoring);
  void restoring.finally(() => session.autosave.begin());
  return { store, telemetry, session };
}
