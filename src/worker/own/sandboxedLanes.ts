/**
 * Lanes of simulators of the user's own, started in a frame of no origin that the page makes. The page is asked for the frame once and
 * given a channel to it; lanes are then started and ended without the page, and speak with whoever started them.
 */
import { plainScript } from '../../inference/simulators/own/scriptText.ts';
import type { WorkerPort } from '../rpc/client.ts';
import type { FromFrame, ToFrame } from './laneMessages.ts';
import { LanePort, SlowSimulations } from './lanePort.ts';

/** Texts whose slow simulations are remembered. */
const MOST_REMEMBERED = 20;

export class SandboxedLanes {
  readonly #open: (port: MessagePort) => void;
  readonly #lanes = new Map<number, LanePort>();
  readonly #slow = new Map<string, SlowSimulations>();
  #frame: MessagePort | null = null;
  #next = 1;

  /** @param open has the page make the frame, in place of a former one, and gives it this end of a channel */
  constructor(open: (port: MessagePort) => void) {
    this.#open = open;
  }

  /** Starts a lane that runs this text. */
  start(text: string): WorkerPort {
    const { port1, port2 } = new MessageChannel();
    const lane = this.#next++;
    const made = new LanePort({
      port: port1,
      slow: this.#slowOf(text),
      end: () => {
        this.#lanes.delete(lane);
        this.#tell({ kind: 'end', lane });
      },
      lost: () => (this.#frame = null),
    });
    this.#lanes.set(lane, made);
    this.#tell({ kind: 'start', lane, text: plainScript(text), lines: text.split('\n').length }, [port2]);
    return made;
  }

  #tell(message: ToFrame, transfer: Transferable[] = []): void {
    if (this.#frame === null) {
      if (message.kind === 'end') return;
      const { port1, port2 } = new MessageChannel();
      this.#frame = port1;
      port1.onmessage = ({ data }: MessageEvent<FromFrame>) => this.#hear(data);
      this.#open(port2);
    }
    this.#frame.postMessage(message, transfer);
  }

  #hear(message: FromFrame): void {
    if (message.kind !== 'refused') {
      this.#lanes.get(message.lane)?.hear(message);
      return;
    }
    this.#frame = null;
    for (const lane of this.#lanes.values()) lane.hear(message);
  }

  #slowOf(text: string): SlowSimulations {
    const known = this.#slow.get(text) ?? new SlowSimulations();
    this.#slow.delete(text);
    this.#slow.set(text, known);
    const oldest = this.#slow.keys().next();
    if (this.#slow.size > MOST_REMEMBERED && !oldest.done) this.#slow.delete(oldest.value);
    return known;
  }
}
