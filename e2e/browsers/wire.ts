/**
 * WebDriver (https://www.w3.org/TR/webdriver2/) as far as the tests need it, for browsers that Playwright cannot drive: stock
 * Firefox and WebKit. The commands and what they take are the same; how they travel differs.
 */

/** A command by its names: as Firefox's Marionette knows it, and as the path of an HTTP request. */
interface Command {
  readonly marionette: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** After "/session/ID/"; "{id}" is filled in from the parameters. */
  readonly path: string;
}

const post = (marionette: string, path: string): Command => ({ marionette, method: 'POST', path });

export const COMMANDS = {
  open: post('WebDriver:Navigate', 'url'),
  reload: post('WebDriver:Refresh', 'refresh'),
  evaluate: post('WebDriver:ExecuteScript', 'execute/sync'),
  click: post('WebDriver:ElementClick', 'element/{id}/click'),
  type: post('WebDriver:ElementSendKeys', 'element/{id}/value'),
  act: post('WebDriver:PerformActions', 'actions'),
  resize: post('WebDriver:SetWindowRect', 'window/rect'),
  picture: { marionette: 'WebDriver:TakeScreenshot', method: 'GET', path: 'screenshot' },
} as const satisfies Record<string, Command>;

/** A browser with one window, as a line of commands to it. */
export interface Wire {
  /** @returns the command's value @throws Error with the browser's words */
  send(command: keyof typeof COMMANDS, parameters?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Ends the browser. */
  close(): Promise<void>;
}

/** Asks until there is an answer. @throws Error that says what did not come */
export async function until<T>(what: string, seconds: number, ask: () => Promise<T | null> | T | null): Promise<T> {
  const end = performance.now() + 1000 * seconds;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > end) throw new Error(`${what}: not within ${seconds} s.`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
