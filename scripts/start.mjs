/**
 * `npm start [-- --port N --no-open]`: from a fresh checkout to the page in a browser. Installs and builds what is missing or
 * out of date, serves it on this machine, opens a browser if there is one.
 */
import { spawn } from 'node:child_process';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { sentenceOf } from './process.mjs';
import { portOption, serve } from './serve.mjs';

/**
 * Opens an address in the user's browser.
 * @param {string} url
 * @returns {Promise<boolean>} whether a browser could be started
 */
function openBrowser(url) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return Promise.resolve(false);
  }
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
    // xdg-open may stay as long as the browser does.
    setTimeout(() => resolve(true), 3000).unref();
    child.unref();
  });
}

try {
  const args = process.argv.slice(2);
  const port = portOption(args);
  await ensureInstalled();
  await ensureBuilt();
  const { url, notice } = await serve({ port });
  const opened = !args.includes('--no-open') && (await openBrowser(url));
  if (notice !== null) console.log(`\n${notice}`);
  console.log(`\nPosterior Playground runs at ${url}`);
  console.log(opened ? 'It should be open in your browser now.' : 'Open this address in your browser.');
  console.log('Press Ctrl+C to stop.');
} catch (error) {
  console.error(`\n${sentenceOf(error)}`);
  process.exitCode = 1;
}
