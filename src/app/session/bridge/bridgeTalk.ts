/** What the page says to a bridge and hears from it; loaded with the first connection. */
import { STREAMS } from '../../../inference/math/random.ts';
import type { Declaration } from '../../../inference/simulators/own/declaration.ts';
import { remoteData } from '../../../inference/simulators/remote/remotePairs.ts';
import { type RemoteSimulator, remoteSystem } from '../../../inference/simulators/remote/remoteSystem.ts';
import { defaultTruth } from '../../../inference/study/defaults.ts';
import { type BridgeConnection, BridgeLine } from '../../../worker/pool/remote/bridgeConnection.ts';

export {
  bridgeDeclaration,
  bridgeWork,
  readBridgeLink,
} from '../../../worker/pool/remote/bridgeDeclaration.ts';

/** Any fixed number, so that the first data of a simulator are always the same. */
const EXAMPLE_SEED = 1;

/** The declaration with the data of one simulation, at the medians of the priors. */
export async function exampled(remote: RemoteSimulator, connection: BridgeConnection): Promise<Declaration> {
  const line = new BridgeLine();
  line.connect(connection);
  const system = remoteSystem(remote);
  const thetas = Float64Array.from(defaultTruth(system, system.defaultDesign));
  const asked = { seed: EXAMPLE_SEED, stream: STREAMS.example, from: 0, count: 1, thetas };
  const signal = AbortSignal.timeout(600_000);
  const x = await remoteData(remote, asked, (request, size) => line.ask(request, size, signal));
  return { ...remote.declaration, example: Array.from(x) };
}
