/** What the bridge says of its simulator and of itself, checked like anything that comes from elsewhere. */
import * as v from 'valibot';
import { readDeclaration } from '../../../inference/simulators/own/declaration.ts';
import type { RemoteSimulator } from '../../../inference/simulators/remote/remoteSystem.ts';
import { BridgeRefusal } from './bridgeRefusal.ts';
import { bridgeAddress, type BridgeLink, bridgeHeaders, problemIn } from './bridgeConnection.ts';

/** An answer that takes longer counts as none, ms. */
const LONGEST_WAIT = 8000;
const LONGEST_TEXT = 1_000_000;
const LARGEST_PORT = 65_535;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const state = {
  /** "processes", "Dask", "Ray". */
  engine: v.pipe(v.string(), v.maxLength(60)),
  workers: v.pipe(count, v.minValue(1)),
  /** Simulations since its start, of each worker. */
  done: v.record(v.string(), count),
  /** Workers that were started again. */
  restarts: count,
  /** Seconds a simulation. */
  perPair: v.pipe(v.number(), v.finite()),
};
const stateRecord = v.object(state);
const aboutRecord = v.object({
  ...state,
  protocol: v.literal(1),
  key: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  declaration: v.unknown(),
  batch: v.boolean(),
  block: v.pipe(count, v.minValue(1), v.maxValue(1_000_000)),
  text: v.pipe(v.string(), v.maxLength(LONGEST_TEXT)),
  /** Whether a program behind it asks the page (bridgeQuestions.ts). */
  asks: v.optional(v.boolean(), false),
});

export type BridgeWork = v.InferOutput<typeof stateRecord>;

const LINK = /^(\d{1,5})\.([\w~+/=.-]{1,200})$/;

/** Reads a printed link, its end `#bridge=PORT.KEY`, or "PORT.KEY". Whatever it says, nothing but 127.0.0.1 is asked. Null: it is none. */
export function readBridgeLink(text: string): BridgeLink | null {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('#');
  const found = LINK.exec((at === -1 ? trimmed : trimmed.slice(at + 1)).replace(/^bridge=/, ''));
  if (found === null) return null;
  const port = Number(found[1]);
  return port > 0 && port <= LARGEST_PORT ? { port, token: found[2] } : null;
}

/** @throws BridgeRefusal; an Error where nothing answers */
export async function bridgeDeclaration(link: BridgeLink): Promise<{
  readonly remote: RemoteSimulator;
  /** Of the simulator, to be shown. */
  readonly text: string;
  readonly work: BridgeWork;
  readonly asks: boolean;
}> {
  const about = v.safeParse(aboutRecord, await got(link, 'declaration'));
  if (!about.success) {
    throw new BridgeRefusal(
      'What answers there is not a bridge of this version: take posterior_bridge.py and the page from the same place.',
    );
  }
  const { declaration, key, batch, block, text, engine, workers, done, restarts, perPair, asks } = about.output;
  const reading = readDeclaration(declaration);
  if (!reading.ok) throw new BridgeRefusal(`The simulator cannot be studied: ${reading.problems.join('; ')}.`);
  if (reading.declaration.summaries !== undefined) {
    throw new BridgeRefusal(
      'The simulator declares summaries, which the bridge does not compute: return them as the data.',
    );
  }
  return {
    remote: { declaration: reading.declaration, key, batch, block },
    text,
    work: { engine, workers, done, restarts, perPair },
    asks,
  };
}

/** @throws as `bridgeDeclaration` does */
export async function bridgeWork(link: BridgeLink): Promise<BridgeWork> {
  return v.parse(stateRecord, await got(link, 'state'));
}

async function got(link: BridgeLink, path: 'declaration' | 'state'): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(bridgeAddress(link, path), {
      headers: bridgeHeaders(link),
      cache: 'no-store',
      signal: AbortSignal.timeout(LONGEST_WAIT),
    });
  } catch (cause) {
    throw new Error(`No bridge answers at port ${link.port} of this machine.`, { cause });
  }
  if (response.ok) return response.json();
  throw new BridgeRefusal(await problemIn(response));
}
