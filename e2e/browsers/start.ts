/** Starts a browser of scripts/otherBrowsers.mjs. */
import { startFirefox } from './firefox.ts';
import { Tab } from './tab.ts';
import { startWebKit } from './webkit.ts';

/** @param folder of its own; what the page gives to be saved comes to lie in its "downloads" */
export async function startBrowser(
  name: string,
  programs: Readonly<Record<string, string>>,
  folder: string,
): Promise<Tab> {
  if (name === 'Firefox') return new Tab(await startFirefox(programs.firefox, folder));
  if (name === 'WebKit') return new Tab(await startWebKit(programs.driver, programs.display, folder));
  throw new Error(`Nobody has said how ${name} is started.`);
}
