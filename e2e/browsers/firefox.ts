/** Firefox over Marionette, the protocol that its own WebDriver server speaks to it: messages of JSON on a socket. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { COMMANDS, until, type Wire } from './wire.ts';

/** Files are kept without a question; nothing is fetched from Mozilla; the port is a free one. */
const preferences = (downloads: string) => ({
  'marionette.port': 0,
  'browser.download.folderList': 2,
  'browser.download.dir': downloads,
  'browser.download.alwaysOpenPanel': false,
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
});

/**
 * Starts a headless Firefox with a fresh profile.
 * @param folder of its own; holds the profile and, in "downloads", what the page gives to be saved
 */
export async function startFirefox(firefox: string, folder: string): Promise<Wire> {
  const profile = join(folder, 'profile');
  const downloads = join(folder, 'downloads');
  for (const path of [profile, downloads]) mkdirSync(path, { recursive: true });
  const lines = Object.entries(preferences(downloads)).map(
    ([key, value]) => `user_pref("${key}", ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  const child = spawn(firefox, ['--headless', '--marionette', '--no-remote', '--profile', profile], {
    env: { ...process.env, HOME: folder },
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async () => {
    child.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true });
  };
  try {
    const portFile = join(profile, 'MarionetteActivePort');
    const port = await until('The port of Firefox', 60, () => {
      if (child.exitCode !== null) throw new Error(`${firefox} ended with code ${child.exitCode}.`);
      return existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) || null : null;
    });
    const call = await speak(connect(port, '127.0.0.1'));
    await call('WebDriver:NewSession', { capabilities: { alwaysMatch: {} } });
    return {
      send: async (command, parameters = {}) => {
        const answer = await call(COMMANDS[command].marionette, parameters);
        return (answer as { readonly value?: unknown } | null)?.value ?? null;
      },
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

type Call = (name: string, parameters: Readonly<Record<string, unknown>>) => Promise<unknown>;
/** [1, number of the command, error, value] */
type Answer = readonly [1, number, { readonly message: string } | null, unknown];

/** A message is its length in bytes, ":" and JSON. The first one, a greeting, is awaited here. */
async function speak(socket: Socket): Promise<Call> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (cause: Error) => void }>();
  let greet = () => {};
  const greeted = new Promise<void>((resolve, reject) => {
    greet = resolve;
    socket.once('error', reject);
  });
  let rest = Buffer.alloc(0);
  socket.on('data', (piece) => {
    rest = Buffer.concat([rest, piece]);
    for (;;) {
      const colon = rest.indexOf(':');
      const end = colon + 1 + Number(rest.subarray(0, colon).toString());
      if (colon < 0 || rest.length < end) return;
      const message = JSON.parse(rest.subarray(colon + 1, end).toString()) as Answer | object;
      rest = rest.subarray(end);
      if (!Array.isArray(message)) {
        greet();
        continue;
      }
      const [, id, error, value] = message as unknown as Answer;
      if (error === null) waiting.get(id)?.resolve(value);
      else waiting.get(id)?.reject(new Error(error.message));
      waiting.delete(id);
    }
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox has ended.'));
  });
  await greeted;
  let last = 0;
  return (name, parameters) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      const text = JSON.stringify([0, id, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}
