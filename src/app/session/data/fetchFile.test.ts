/** Links, over a `fetch` that is played by the test; what a browser does with them is tested end to end. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_BYTES } from '../../../inference/observation/limits.ts';
import { addressOf, fetchFile, nameOf } from './fetchFile.ts';

const PAGE = 'http://127.0.0.1:4199/index.html';
const FILE = new URL('https://data.example/a/table.csv');

afterEach(() => vi.unstubAllGlobals());

function faultOf(text: string): string {
  const address = addressOf(text, PAGE);
  return address.ok ? 'none' : address.problem.problem;
}

/** What the page makes of an answer, or of a failure to get one. */
async function fetched(answer: Response | Error, signal = new AbortController().signal) {
  vi.stubGlobal('fetch', () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)));
  const shares: (number | null)[] = [];
  const outcome = await fetchFile(FILE, signal, (share) => shares.push(share));
  return { outcome, shares };
}

describe('an address', () => {
  it('is https anywhere, or lies on the server of the page', () => {
    expect(addressOf(' https://data.example/a.csv ', PAGE)).toMatchObject({
      ok: true,
      value: new URL('https://data.example/a.csv'),
    });
    expect(addressOf('examples/a.csv', PAGE)).toMatchObject({
      ok: true,
      value: new URL('http://127.0.0.1:4199/examples/a.csv'),
    });
    expect(faultOf('http://data.example/a.csv')).toMatch(/over https only, not over http\./);
    for (const text of [
      'javascript:alert(1)',
      'data:text/csv,k',
      'file:///etc/passwd',
      'blob:https://data.example/1',
    ]) {
      expect(faultOf(text)).toMatch(/over https only/);
    }
  });

  it('is short, not empty, and bears no password', () => {
    expect(faultOf(' ')).toMatch(/not the address/);
    expect(faultOf(`https://data.example/${'a'.repeat(3000)}`)).toMatch(/not the address/);
    expect(faultOf('https://[')).toMatch(/not the address/);
    expect(faultOf('https://me:secret@data.example/a.csv')).toMatch(/user name or a password/);
  });

  it('names its file', () => {
    expect(nameOf(FILE)).toBe('table.csv');
    expect(nameOf(new URL('https://data.example/a%20b.csv?x=1#y'))).toBe('a b.csv');
    expect(nameOf(new URL('https://data.example/%ff'))).toBe('%ff');
    expect(nameOf(new URL('https://data.example'))).toBe('data.example');
  });
});

describe('what comes', () => {
  it('is put together, with its progress where the length is told', async () => {
    const { outcome, shares } = await fetched(new Response('k,P\n', { headers: { 'content-length': '8' } }));
    expect(outcome.ok && (await outcome.value.text())).toBe('k,P\n');
    expect(shares).toEqual([0.5]);
    expect((await fetched(new Response('k,P\n'))).shares).toEqual([null]);
  });

  it('is refused when it is announced or found to be too large', async () => {
    const announced = new Response('k', { headers: { 'content-length': String(MAX_BYTES + 1) } });
    expect((await fetched(announced)).outcome).toMatchObject({
      ok: false,
      problem: { problem: expect.stringMatching(/200\.0 MB; at most/) },
    });
    let sent = 0;
    const piece = new Uint8Array(MAX_BYTES / 4);
    const endless = new ReadableStream({
      pull: (controller) => {
        sent++;
        controller.enqueue(piece);
      },
    });
    expect((await fetched(new Response(endless))).outcome).toMatchObject({
      ok: false,
      problem: { problem: expect.stringMatching(/at most 200 MB/) },
    });
    expect(sent).toBeLessThan(8);
  });

  it('may be nothing: the answer, the way or the patience fails', async () => {
    const problemOf = async (answer: Response | Error) => {
      const { outcome } = await fetched(answer);
      return outcome.ok ? 'none' : `${outcome.problem.problem} ${outcome.problem.remedy}`;
    };
    expect(await problemOf(new Response('', { status: 404, statusText: 'Not Found' }))).toMatch(
      /answered 404 \(Not Found\)/,
    );
    expect(await problemOf(new TypeError('Failed to fetch'))).toMatch(
      /data\.example cannot be reached.*CORS.*Download the file yourself/,
    );
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    expect(await problemOf(new Error('aborted'))).toMatch(/did not arrive within 60 s/);
    vi.restoreAllMocks();
  });

  it('is given up when the user says so', async () => {
    await expect(fetched(new Error('gone'), AbortSignal.abort())).rejects.toThrow('gone');
  });
});
