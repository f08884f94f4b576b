/** WebKit by its GTK port: WebKitWebDriver starts the port's small browser on a virtual display and is asked by HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { COMMANDS, until, type Wire } from './wire.ts';

/** @param folder of its own: the browser's home; what the page gives to be saved comes to lie in its "downloads" */
export async function startWebKit(driver: string, display: string, folder: string): Promise<Wire> {
  for (const path of ['.config', 'downloads']) mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, '.config', 'user-dirs.dirs'), 'XDG_DOWNLOAD_DIR="$HOME/downloads"\n');
  const children: ChildProcess[] = [];
  const close = async () => {
    for (const child of children.reverse()) {
      if (child.exitCode !== null) continue;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    }
  };
  try {
    // It chooses a free display and writes its number to the fourth channel.
    const screen = spawn(display, ['-displayfd', '3', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    children.push(screen);
    const number = await new Promise<string>((resolve, reject) => {
      (screen.stdio[3] as Socket).once('data', (data) => resolve(String(data).trim()));
      screen.once('exit', () => reject(new Error(`${display} did not start.`)));
    });
    const port = await freePort();
    const env = {
      ...process.env,
      HOME: folder,
      XDG_CONFIG_HOME: join(folder, '.config'),
      DISPLAY: `:${number}`,
      LIBGL_ALWAYS_SOFTWARE: '1',
      // As for Chromium: containers have no sandbox of their own.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    };
    children.push(spawn(driver, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' }));
    const call = caller(`http://127.0.0.1:${port}`);
    await until('WebKitWebDriver', 20, () => call('GET', '/status').catch(() => null));
    const session = (await call('POST', '/session', { capabilities: { alwaysMatch: {} } })) as {
      readonly sessionId: string;
    };
    const at = `/session/${session.sessionId}`;
    return {
      send: (command, parameters = {}) => {
        const { method, path } = COMMANDS[command];
        const { id, ...rest } = parameters;
        return call(method, `${at}/${path.replace('{id}', String(id))}`, method === 'GET' ? undefined : rest);
      },
      close: async () => {
        await call('DELETE', at).catch(() => {});
        await close();
      },
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

function caller(server: string) {
  return async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(server + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const { value } = (await response.json()) as { readonly value: unknown };
    if (response.ok) return value;
    const { error, message } = value as { readonly error: string; readonly message: string };
    throw new Error(message === '' ? error : message);
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
