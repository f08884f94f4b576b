/** The simulator that --bridge names: a program that runs, behind the bridge (docs/bridge.md). */
import type { SystemCatalogue } from '../../src/inference/simulators/catalogue.ts';
import type { System } from '../../src/inference/simulators/system.ts';
import type { BridgeConnection } from '../../src/worker/pool/remote/bridgeConnection.ts';
import { bridgeDeclaration, bridgeWork, readBridgeLink } from '../../src/worker/pool/remote/bridgeDeclaration.ts';
import { InputError } from './arguments.ts';

/** Between two looks whether it answers, ms. */
const REST = 5000;

/**
 * @param catalogue knows the system afterwards
 * @throws InputError where the link is none, nothing answers, or what is declared cannot be studied
 */
export async function bridgeFrom(
  text: string,
  catalogue: SystemCatalogue,
): Promise<{ readonly system: System; readonly connection: BridgeConnection }> {
  const link = readBridgeLink(text);
  if (link === null) {
    throw new InputError('--bridge is not the link that posterior_bridge.py prints, nor its end PORT.KEY.');
  }
  try {
    const { remote, work } = await bridgeDeclaration(link);
    return { system: catalogue.define({ kind: 'remote', ...remote }), connection: { ...link, workers: work.workers } };
  } catch (cause) {
    throw new InputError(`--bridge: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Says when the bridge no longer answers, and when it does so again: simulations wait for it. @returns what ends this */
export function watchBridge(connection: BridgeConnection, say: (sentence: string) => void): () => void {
  let silent = false;
  /** A busy program may miss an answer. */
  let missed = 0;
  const timer = setInterval(() => {
    bridgeWork(connection).then(
      () => {
        if (silent) say('The bridge answers again.');
        silent = false;
        missed = 0;
      },
      (cause: unknown) => {
        const why = cause instanceof Error ? cause.message : String(cause);
        if (++missed < 2 || silent) return;
        say(`${why} Simulations wait: start it again with the same --port and --token, and they go on.`);
        silent = true;
      },
    );
  }, REST);
  return () => clearInterval(timer);
}
