/**
 * The bridge and the built page in a real Chromium: a training that the program is killed in the middle of, and a program that shows the
 * page in a frame of another page, asks it for draws and gives it observations. The simulator is a known one: of two normal means with
 * standard normal priors each is seen twice with noise of sd 1, so that the posterior of a mean is N(sum / 3, 1 / 3).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { BridgeRecord } from './bridgeRecord.ts';
import type { Part } from './tally.ts';

const PAIRS = 2000;
/** Of them, when the program is killed. */
const KILLED_AT = 0.4 * PAIRS;
/** Ten of each range of simulations of 500 or more, of shorter ones fewer, once early and once at its end (repeatedPairs.ts). */
const MOST_COMPARED = 20 * 4;
const X = [1, 1.4, -0.8, -0.4];
const TOKEN = 'a-key_of.ours';
/** Of anything that trains, beside other work, ms. */
const LONGEST = 150_000;
const SD = Math.sqrt(1 / 3);

/** Notes each simulation of a pair in a file; takes long enough for a middle. */
const SIMULATOR = `import os, time
import numpy as np
name = "Two means"
parameters = {"a": ("normal", 0, 1), "b": ("normal", 0, 1)}
notes = os.open("simulated.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def simulate(theta, rng):
    x = np.repeat([theta["a"], theta["b"]], 2) + rng.standard_normal(4)
    os.write(notes, f"{x[0]!r}\\n".encode())
    time.sleep(0.004)
    return x
`;

/** @param folder an empty one for its files */
export async function checkPage(python: string, chrome: string, folder: string, tally: Part): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: chrome,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  try {
    await checkKilled(python, browser, folder, tally);
    await checkShown(python, browser, folder, tally);
  } finally {
    await browser.close();
  }
}

/** A user who sees all settings. */
async function user(browser: Browser, tally: Part): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(() => {
    try {
      localStorage.setItem('posterior-playground.detail', 'full');
      localStorage.setItem('posterior-playground.doors', 'closed');
    } catch {
      // A frame without an origin has none.
    }
  });
  context.on('weberror', (error) => tally.check('no error on the page', false, String(error.error())));
  return context;
}

async function checkKilled(python: string, browser: Browser, folder: string, tally: Part): Promise<void> {
  writeFileSync(join(folder, 'two.py'), SIMULATOR);
  const simulated = () => {
    try {
      return readFileSync(join(folder, 'simulated.txt'), 'utf8').split('\n').slice(0, -1);
    } catch {
      return [];
    }
  };
  const record = await BridgeRecord.start();
  let program = await bridgeAt(python, folder, record);
  const context = await user(browser, tally);
  try {
    const page = await context.newPage();
    await page.goto(program.link);
    await page
      .getByRole('status')
      .getByText(/^Connected to Two means/)
      .waitFor({ timeout: LONGEST });
    tally.check('the address holds no key', !page.url().includes(TOKEN), page.url());
    await page.getByLabel('Observation file').setInputFiles({
      name: 'x.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`x1,x2,x3,x4\n${X.join()}\n`),
    });
    const title = page.getByRole('heading', { name: 'Network and budget' });
    if ((await page.getByRole('group').filter({ has: title }).getAttribute('open')) === null) await title.click();
    for (const [label, value] of [
      ['Simulations', String(PAIRS)],
      ['Epochs', '60'],
    ] as const) {
      const box = page.getByRole('textbox', { name: label, exact: true });
      await box.fill(value);
      await box.press('Enter');
    }
    const before = simulated().length;
    await until(() => simulated().length - before >= KILLED_AT, 'simulations come');
    program.child.kill('SIGKILL');
    record.target = null;
    await page.getByRole('status').getByText('The bridge does not answer').waitFor({ timeout: LONGEST });
    const noted = simulated().length;
    program = await bridgeAt(python, folder, record);
    await page
      .getByRole('progressbar', { name: 'Training' })
      .and(page.locator('[aria-valuetext*="done"], [aria-valuetext*="stopped early"]'))
      .waitFor({ timeout: LONGEST });
    const all = simulated();
    tally.check('it was killed in the middle', noted - before < 0.9 * PAIRS, `${noted - before}`);
    const again = all.length - new Set(all).size;
    const { alone, together, lost } = record.repeats;
    tally.say(
      `${all.length} simulations, ${again} of them again: of ${lost} whose answer was lost, and ${alone} compared`,
    );
    tally.check(
      'it goes on, and asks for nothing that had come but what it compares',
      together.length === 0,
      `${together.length}, such as ${together[0]}`,
    );
    tally.check('it compares some, and no more than it says', alone > 0 && alone <= MOST_COMPARED, `${alone}`);
    tally.check('nothing else is simulated twice', again <= lost + alone, `${again} of ${all.length}`);
    await page.getByText('Connected to Two means').waitFor({ timeout: LONGEST });
    const rows = await page
      .getByRole('region', { name: 'Posterior' })
      .getByRole('table')
      .first()
      .locator('tbody tr')
      .evaluateAll((list) => list.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)));
    const medians = rows.map(([median]) => Number(median.replace('−', '-')));
    tally.check(
      'to the posterior that is known',
      rows.length === 2 && near(medians, [0.8, -0.4]),
      JSON.stringify(rows),
    );
  } finally {
    await context.close();
    program.child.kill('SIGKILL');
    record.close();
  }
}

async function checkShown(python: string, browser: Browser, folder: string, tally: Part): Promise<void> {
  const child = spawn(
    python,
    [join(process.cwd(), 'scripts', 'python', 'shows.py'), join(process.cwd(), 'public'), join(process.cwd(), 'dist')],
    { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const line = await lines.next();
    if (line.done === true) throw new Error('The program that shows the page has ended.');
    return JSON.parse(line.value) as Shown;
  };
  const ask = (asked: { readonly draws: number } | { readonly observe: readonly number[] }, timeout = 60) => {
    child.stdin.write(`${JSON.stringify({ timeout, ...asked })}\n`);
    return answer();
  };
  const context = await user(browser, tally);
  const host = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<title>A notebook</title><iframe width="900" height="760" src="${frame}"></iframe>`);
  });
  let frame = '';
  try {
    const shown = await answer();
    frame = shown.frame ?? '';
    const closed = await ask({ draws: 10 }, 1);
    tally.check('draws without a page are an error', /No page/.test(closed.problem ?? ''), JSON.stringify(closed));
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    const page = await context.newPage();
    await page.goto(`http://localhost:${(host.address() as AddressInfo).port}/`);
    const early = await ask({ draws: 10 });
    tally.check(
      'draws before a network is trained are an error that says so',
      /no network yet|not trained yet|has not ended|engine is starting|is being/.test(early.problem ?? ''),
      JSON.stringify(early),
    );
    const first = await drawsAtTheEnd(ask);
    tally.check('draws come, with the names of the parameters', first.names?.join() === 'a,b', JSON.stringify(first));
    tally.check('they are the posterior of what is on screen', isPosterior(first), JSON.stringify(first));
    const observed = await ask({ observe: X });
    const second = await ask({ draws: 4000 });
    tally.check('an observation is taken', observed.problem === undefined, JSON.stringify(observed));
    tally.check(
      'and the draws after it are of it',
      same(second.x ?? [], X) && isPosterior(second),
      JSON.stringify(second),
    );
    const bad = await ask({ observe: [1, 2, 3] });
    tally.check('an observation of another size is refused', /shape/.test(bad.problem ?? ''), JSON.stringify(bad));
    await checkWhole(page, ask, tally);
  } finally {
    await context.close();
    host.close();
    child.kill('SIGKILL');
  }
}

type Ask = (
  asked: { readonly draws: number } | { readonly observe: readonly number[] },
  timeout?: number,
) => Promise<Shown>;

interface Shown {
  readonly frame?: string;
  readonly problem?: string;
  readonly names?: readonly string[];
  readonly means?: readonly number[];
  readonly sds?: readonly number[];
  readonly x?: readonly number[];
  readonly step?: number;
}

/** The whole page takes the questions over; the frame has them again when it is touched. */
async function checkWhole(page: Page, ask: Ask, tally: Part): Promise<void> {
  const opened = page.context().waitForEvent('page');
  await page.frameLocator('iframe').getByRole('link', { name: 'Open in Posterior Playground' }).click();
  const whole = await opened;
  await whole
    .getByRole('status')
    .getByText(/^Connected to /)
    .waitFor({ timeout: LONGEST });
  // It listens a moment after it is connected.
  let there = await ask({ draws: 10 });
  for (let tries = 0; tries < 20 && there.problem === undefined; tries++) there = await ask({ draws: 10 });
  tally.check(
    'the whole page answers once it is open, for itself',
    there.problem !== undefined || !same(there.x ?? [], X),
    JSON.stringify(there),
  );
  await whole.close();
  await page.bringToFront();
  await page
    .frameLocator('iframe')
    .getByRole('main')
    .click({ position: { x: 4, y: 4 } });
  const back = await ask({ draws: 1000 });
  tally.check(
    'the frame answers again when it is touched',
    same(back.x ?? [], X) && isPosterior(back),
    JSON.stringify(back),
  );
}

async function drawsAtTheEnd(ask: Ask): Promise<Shown> {
  const end = Date.now() + LONGEST;
  for (;;) {
    const answer = await ask({ draws: 4000 });
    if (answer.problem === undefined || Date.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

function isPosterior({ x = [], means = [], sds = [] }: Shown): boolean {
  const wanted = [(x[0] + x[1]) / 3, (x[2] + x[3]) / 3];
  return near(means, wanted) && sds.length === 2 && sds.every((sd) => sd > 0.75 * SD && sd < 1.33 * SD);
}

/** Within a third of the posterior's sd, for a network that is trained briefly. */
function near(values: readonly number[], wanted: readonly number[]): boolean {
  return values.length === wanted.length && values.every((value, i) => Math.abs(value - wanted[i]) < SD / 3);
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const end = Date.now() + LONGEST;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`It was waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Starts the program, at any port, behind the record. @returns it, and the link of the page by way of the record */
async function bridgeAt(
  python: string,
  folder: string,
  record: BridgeRecord,
): Promise<{ readonly child: ChildProcess; readonly link: string }> {
  const program = join(process.cwd(), 'public', 'posterior_bridge.py');
  const page = join(process.cwd(), 'dist');
  const args = ['two.py', '--port', '0', '--token', TOKEN, '--workers', '2', '--page', page];
  const child = spawn(python, [program, ...args], { cwd: folder });
  let said = '';
  return new Promise((resolve, reject) => {
    const hear = (text: Buffer) => {
      said += text.toString();
      const printed = /#bridge=(\d+)\.(\S+)/.exec(said);
      if (printed === null) return;
      record.target = Number(printed[1]);
      resolve({ child, link: `http://127.0.0.1:${record.port}/#bridge=${record.port}.${printed[2]}` });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(`The bridge ended: ${said}`)));
  });
}
