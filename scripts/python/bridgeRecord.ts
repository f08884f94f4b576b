/**
 * What stands between a page and a bridge, and notes which pairs the page has asked for, and which of them have come to it. The program
 * behind it may be ended and started again at another port; meanwhile every connection is broken, as it is without a program.
 */
import { createHash } from 'node:crypto';
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** docs/bridge.md, "Protocol 1" */
const HEAD = 52;
const LISTED = 1;

/** A request for simulations. */
interface Asked {
  /** Of each pair all that its simulation depends on: seed, stream, attempt, number, parameters. */
  readonly pairs: readonly string[];
  /** There was a program to ask. */
  readonly reached: boolean;
  /** The whole answer was sent to the page, which was there until its end. */
  came: boolean;
}

/** How often pairs were asked for after they had come. */
interface Repeats {
  /** By requests for this pair alone: those of the page's own comparison. */
  readonly alone: number;
  /** By requests for several. */
  readonly together: readonly string[];
  /** Pairs of requests that the program has got, and that were not answered to their end. */
  readonly lost: number;
}

export class BridgeRecord {
  readonly #server: Server;
  readonly #asked: Asked[] = [];
  /** Connections are kept, as a browser keeps them. */
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 12 });
  /** Of the program; null: there is none. */
  target: number | null = null;

  private constructor() {
    this.#server = createServer((asked, answer) => void this.#pass(asked, answer));
  }

  static async start(): Promise<BridgeRecord> {
    const record = new BridgeRecord();
    await new Promise<void>((resolve) => record.#server.listen(0, '127.0.0.1', resolve));
    return record;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get repeats(): Repeats {
    const come = new Set<string>();
    const together: string[] = [];
    const lost = new Set<string>();
    let alone = 0;
    for (const { pairs, reached, came } of this.#asked) {
      const again = pairs.filter((pair) => come.has(pair));
      if (pairs.length === 1) alone += again.length;
      else together.push(...again);
      if (came) for (const pair of pairs) come.add(pair);
      else if (reached) for (const pair of pairs) lost.add(pair);
    }
    return { alone, together, lost: lost.size };
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    this.#agent.destroy();
  }

  async #pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await bodyOf(asked);
    const { method, url: path, headers } = asked;
    const noted =
      path === '/bridge/simulate' ? { pairs: pairsOf(body), reached: this.target !== null, came: false } : null;
    if (noted !== null) this.#asked.push(noted);
    if (this.target === null) {
      asked.socket.destroy();
      return;
    }
    const host = `127.0.0.1:${this.target}`;
    const agent = this.#agent;
    const own = headers.origin === undefined ? {} : { origin: `http://${host}` };
    const sent = { ...headers, host, ...own };
    const broken = () => answer.destroy();
    const passed = request({ host: '127.0.0.1', port: this.target, method, path, headers: sent, agent }, (given) => {
      answer.writeHead(given.statusCode ?? 500, given.headers);
      given.on('error', broken).on('aborted', broken);
      given.pipe(answer);
    });
    passed.on('error', broken);
    answer.on('finish', () => {
      if (noted !== null) noted.came = answer.statusCode === 200;
    });
    answer.on('close', () => {
      if (!answer.writableFinished) passed.destroy();
    });
    passed.end(body);
  }
}

async function bodyOf(asked: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of asked) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function pairsOf(body: Buffer): string[] {
  const listed = (body.readUInt16LE(8) & LISTED) !== 0;
  const [seed, stream, attempt] = [body.readBigUInt64LE(12), body.readUInt32LE(20), body.readUInt32LE(24)];
  const [first, n, D] = [body.readBigUInt64LE(28), body.readUInt32LE(36), body.readUInt32LE(40)];
  return Array.from({ length: n }, (_, i) => {
    const pair = listed ? body.readBigUInt64LE(HEAD + 8 * (n * D + i)) : first + BigInt(i);
    const theta = createHash('sha1').update(body.subarray(HEAD + 8 * i * D, HEAD + 8 * (i + 1) * D));
    return `${seed}.${stream}.${attempt}.${pair}.${theta.digest('base64')}`;
  });
}
