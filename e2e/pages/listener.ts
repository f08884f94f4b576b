/** A server beside the page's that is told of what gets out to it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class Listener {
  readonly #server: Server;
  /** Paths that were asked for. */
  readonly heard: string[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      this.heard.push(request.url ?? '');
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Content-Type', 'text/javascript');
      response.end('export {};');
    });
  }

  static async start(): Promise<Listener> {
    const listener = new Listener();
    listener.#server.listen(0, '127.0.0.1');
    await new Promise((resolve) => listener.#server.once('listening', resolve));
    return listener;
  }

  /** Host and port. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
