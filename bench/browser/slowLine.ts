/** A slow line in front of a server: a proxy that all of a page's requests go through, its workers' too. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface SlowLine {
  readonly url: string;
  /** Bytes of all bodies and heads so far. */
  readonly sent: () => number;
  readonly close: () => void;
}

export interface Line {
  /** Bytes a second, of all answers together. */
  readonly rate: number;
  /** There and back, ms: once for a request, once more for a new connection. */
  readonly latency: number;
}

/** Answers take turns in pieces of this size, bytes. */
const PIECE = 2048;

/** @param target of the server behind it */
export async function slowLine(target: string, { rate, latency }: Line): Promise<SlowLine> {
  const known = new WeakSet<Socket>();
  let sent = 0;
  let free = 0;
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  /** Waits until the line has carried so many bytes more. */
  const carry = async (bytes: number) => {
    const now = performance.now();
    free = Math.max(free, now) + (1000 * bytes) / rate;
    // Timers are coarse: what they are late by is not lost, for `free` goes on from where it was.
    await wait(free - now);
    sent += bytes;
  };

  const answer = async (asked: IncomingMessage, response: ServerResponse) => {
    await wait(known.has(asked.socket) ? latency : 2 * latency);
    known.add(asked.socket);
    const inner = request(new URL(asked.url ?? '/', target), { method: asked.method, headers: asked.headers });
    const got = await new Promise<IncomingMessage>((resolve, reject) => {
      inner.on('response', resolve).on('error', reject).end();
    });
    await carry(got.rawHeaders.join('').length);
    response.writeHead(got.statusCode ?? 502, got.headers);
    response.flushHeaders();
    for await (const chunk of got as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        const piece = chunk.subarray(at, at + PIECE);
        await carry(piece.length);
        response.write(piece);
      }
    }
    response.end();
  };

  const server = createServer((asked, response) => {
    answer(asked, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    sent: () => sent,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
