/**
 * A simulator that runs in a program outside of the page, behind the bridge (docs/bridge.md), as a system. How it is reached, port and
 * key of the printed link, is no part of it: that is the session's alone and stands in no document, link or file.
 */
import { textHash } from '../../math/textHash.ts';
import { EVERYTHING, UNKNOWN_LIKELIHOOD } from '../capabilities.ts';
import type { System } from '../system.ts';
import type { Declaration } from '../own/declaration.ts';
import { NO_LIKELIHOOD, ownSystem } from '../own/ownSystem.ts';
import { plain } from '../own/scriptSystem.ts';

/** What the bridge says of its simulator, checked. */
export interface RemoteSimulator {
  readonly declaration: Declaration;
  /** Its checksum, 16 hexadecimal digits: with another one the bridge simulates nothing. */
  readonly key: string;
  /** Whether `block` pairs share one call and one generator: the pairs of a block are always simulated together. */
  readonly batch: boolean;
  readonly block: number;
}

const ID = 'remote-';
/** What such a system is called where it is not known. */
export const REMOTE_NAME = 'Your simulator in Python';

/** What is said where simulations are wanted without a connection. */
export const NOT_CONNECTED =
  'This simulator runs in Python on your machine, and the page is not connected to it: start posterior_bridge.py and open the link that it prints.';

/** Of checksum and declaration. The example that a declaration may bring along is data, not what is declared. */
export function remoteId({ declaration, key, batch, block }: RemoteSimulator): string {
  const declared = { ...declaration, example: undefined };
  return `${ID}${textHash(JSON.stringify([key, batch, block, plain(declared)]))}`;
}

export function isRemote(id: string): boolean {
  return id.startsWith(ID);
}

export function remoteSystem(remote: RemoteSimulator): System {
  // The bridge refuses summaries (bridgeDeclaration.ts): what a file says of them is not of its simulator.
  const { likelihood: _, summaries: __, exampleSummaries: ___, ...declaration } = remote.declaration;
  return ownSystem({
    id: remoteId(remote),
    declaration,
    tagline: 'A simulator of your own, in Python on your machine.',
    story:
      'A simulator of your own. It runs in Python on your machine or cluster; the page sends it parameters and gets data back, through posterior_bridge.py.',
    capabilities: {
      ...EVERYTHING,
      likelihood: UNKNOWN_LIKELIHOOD,
      reference: { no: NO_LIKELIHOOD },
      link: {
        no: 'A link cannot bring a simulator that runs in Python on your machine: share the study as a file, which holds the network itself.',
      },
    },
    program: null,
  });
}
