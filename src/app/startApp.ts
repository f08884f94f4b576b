/** Puts the stores and the session together, and starts the engine. */
import { SystemCatalogue } from '../inference/simulators/catalogue.ts';
import type { EngineEvent } from '../worker/run/reports.ts';
import { isBridgeHash } from './session/bridge/bridgeLink.ts';
import { type Address, AddressBar } from './session/study/addressBar.ts';
import type { Engine, SessionContext } from './session/context.ts';
import { drawingTurns } from './async/drawingTurns.ts';
import { loadPlotly } from './plots/loadPlotly.ts';
import { Session } from './session/session.ts';
import { isKept, keep } from './browser/choices.ts';
import { fetchPretrained } from './browser/fetchPretrained.ts';
import { keepSingleKeys, storedSingleKeys } from './browser/singleKeys.ts';
import { openingSystem } from './store/openingSystem.ts';
import { lookOf } from './store/look.ts';
import { type AppStore, createAppStore } from './store/appStore.ts';
import type { KeptView } from './store/viewSlice.ts';
import type { AppParts } from './session/appParts.ts';
import { isWithinPage } from './words/termLink.ts';
import { createTelemetry, Publisher } from './store/telemetry.ts';
import { applySize, applyTheme, keepTheme, storedTheme } from './theme/themeChoice.ts';
import { openStudy } from './store/engineSlice.ts';

/** What the engine says without being asked. */
interface EngineListeners {
  readonly onCrash: (sentence: string) => void;
  readonly onEvent: (event: EngineEvent) => void;
}

const browserAddress: Address = {
  read: () => location.hash,
  write: (hash, how) => {
    const address = hash === '' ? location.pathname + location.search : `#${hash}`;
    if (how === 'push') history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  },
  reload: () => location.reload(),
};

/**
 * Begins with the opening system.
 * @param makeEngine given the listeners, makes the way to the engine
 * @param spare makes an engine beside it, for views that train networks of their own
 * @param sandbox where a simulator of the user's own is tried; absent: this page runs none
 * @param kept whether what the tab does is saved by itself and gone on with after a reload
 */
export function startApp(
  makeEngine: (listeners: EngineListeners) => Engine,
  kept: boolean,
  spare?: SessionContext['spare'],
  sandbox?: SessionContext['sandbox'],
): AppParts {
  const catalogue = new SystemCatalogue();
  const store = createAppStore(openingSystem(catalogue), storedTheme(), keptView(kept));
  const telemetry = createTelemetry();
  const engine = makeEngine({
    onCrash: (sentence) => session.crashed(sentence),
    onEvent: ({ move }) => session.engineLifecycle.moved(move),
  });
  const publisher = new Publisher(telemetry, 100, (done) => drawingTurns.measure(done));
  const pretrained = (id: string) => fetchPretrained(id, catalogue);
  const context = { catalogue, store, telemetry, publisher, engine, pretrained, spare, sandbox };
  const session: Session = new Session(context);
  store.subscribe((state, before) => {
    const [look, former] = [lookOf(state), lookOf(before)];
    if (look.theme !== former.theme) applyTheme(look.theme);
    if (look.large !== former.large) applySize(look.large);
    if (state.view.theme !== before.view.theme) keepTheme(state.view.theme);
    if (state.view.large !== before.view.large) keep('type', state.view.large);
    if (state.view.singleKeys !== before.view.singleKeys) keepSingleKeys(state.view.singleKeys);
    if (state.view.ownDetail !== before.view.ownDetail) keep('detail', state.view.ownDetail === 'full');
    if (state.view.doorsClosed !== before.view.doorsClosed) keep('doors', state.view.doorsClosed);
    if (state.view.dragged !== before.view.dragged) keep('dragged', state.view.dragged);
  });
  plotlyAfterwards(store);
  applySize(store.getState().view.large);
  const addressBar = new AddressBar(context, browserAddress, session.opening, kept ? session.lessons : null);
  window.addEventListener('hashchange', () => {
    const link = takenBridgeLink();
    if (link === null) addressBar.changed();
    else void session.bridge.connect(link);
  });
  const bridgeLink = takenBridgeLink();
  const plain = location.hash === '' || isWithinPage(location.hash);
  addressBar.changed();
  if (kept) {
    const restoring = session.autosave.restore(plain).then((left) => addressBar.reconciled(left));
    if (bridgeLink === null) session.bridge.resume(restoring);
    else void session.bridge.connect(bridgeLink, restoring);
    void session.start(restoring);
    void restoring.finally(() => session.autosave.begin());
    if (import.meta.env.PROD && import.meta.env.VITE_OFFLINE !== 'off') void session.offline.begin();
  } else {
    // A program shows the page in a frame (posterior_bridge.show).
    if (bridgeLink !== null) void session.bridge.connect(bridgeLink);
    void session.start();
  }
  return { catalogue, store, telemetry, session };
}

/** The link of a bridge, which the address has brought, and from which it is taken at once: it holds a key. Null: it has brought none. */
function takenBridgeLink(): string | null {
  const { hash } = location;
  if (!isBridgeHash(hash)) return null;
  browserAddress.write('', 'replace');
  return hash;
}

/** The page to embed has one look, whoever opens it. */
function keptView(kept: boolean): Partial<KeptView> {
  const singleKeys = storedSingleKeys();
  if (!kept) return { singleKeys };
  return {
    singleKeys,
    ownDetail: isKept('detail') ? 'full' : 'simple',
    doorsClosed: isKept('doors'),
    dragged: isKept('dragged'),
    large: isKept('type'),
  };
}

/** By then plotly is loaded whatever the engine does, ms: some figures cannot be drawn without. */
const PLOTLY_AFTER = 10_000;

/** plotly is the largest part of the page: what answers the user's hand comes first on a slow line. */
function plotlyAfterwards(store: AppStore): void {
  const load = () => {
    stop();
    clearTimeout(late);
    // The figures that waited for it say so.
    loadPlotly().catch(() => {});
  };
  const stop = store.subscribe(({ engine }) => {
    if (openStudy(engine) !== null || engine.status.kind === 'failed') load();
  });
  const late = setTimeout(load, PLOTLY_AFTER);
}
