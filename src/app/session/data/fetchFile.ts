/**
 * A file from a link: over https or from this page's own server, without cookies and without telling where the reader is.
 * It comes in pieces, so that too large a file is left where it is; what fails says what can be done instead.
 */
import { isOffline } from '../../../inference/parts/loadPart.ts';
import { tooManyBytes } from '../../../inference/observation/limits.ts';
import { type Outcome, bad, good } from '../../../inference/files/outcome.ts';

/** Time until the whole file must be there, s. */
const PATIENCE = 60;
const LONGEST_ADDRESS = 2_000;
const BY_HAND = 'Download the file yourself and drop it on this page.';

/**
 * The address that a user typed.
 *
 * @param page address of this page
 */
export function addressOf(text: string, page: string): Outcome<URL> {
  const typed = text.trim();
  const remedy = 'Paste a link that begins with https:// and leads to the file itself.';
  if (typed === '' || typed.length > LONGEST_ADDRESS || !URL.canParse(typed, page)) {
    return bad({ value: typed, problem: 'This is not the address of a file.', remedy });
  }
  const address = new URL(typed, page);
  if (address.protocol !== 'https:' && address.origin !== new URL(page).origin) {
    const problem = `Files are fetched over https only, not over ${address.protocol.replace(':', '')}.`;
    return bad({ value: typed, problem, remedy });
  }
  if (address.username !== '' || address.password !== '') {
    return bad({ problem: 'The address has a user name or a password in it.', remedy: BY_HAND });
  }
  return good(address);
}

/** What a file from there is called. */
export function nameOf(address: URL): string {
  const last = address.pathname.split('/').findLast((part) => part !== '');
  if (last === undefined) return address.hostname;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/**
 * @param onProgress told the share that is there; null where the server does not say how much will come
 * @throws (rejects) AbortError when `signal` is aborted
 */
export async function fetchFile(
  address: URL,
  signal: AbortSignal,
  onProgress: (share: number | null) => void,
): Promise<Outcome<Blob>> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(1000 * PATIENCE)]);
  try {
    const answer = await fetch(address, { signal: limited, credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!answer.ok) {
      const problem = `The server answered ${answer.status}${answer.statusText === '' ? '' : ` (${answer.statusText})`}.`;
      return bad({ problem, remedy: 'Check the link: it must lead to the file, without a login.' });
    }
    return await bodyOf(answer, onProgress);
  } catch (error) {
    if (signal.aborted) throw error;
    if (limited.aborted) {
      return bad({ problem: `The file did not arrive within ${PATIENCE} s.`, remedy: BY_HAND });
    }
    if (isOffline()) return bad({ problem: 'There is no internet connection.', remedy: 'Connect, and try again.' });
    // A browser does not tell a page why: from a script's point of view, both are the same failure.
    const problem = `${address.host} cannot be reached, or it does not let other sites read the file (CORS).`;
    return bad({ problem, remedy: BY_HAND });
  }
}

async function bodyOf({ body, headers }: Response, onProgress: (share: number | null) => void): Promise<Outcome<Blob>> {
  const declared = Number(headers.get('content-length') ?? 0);
  const announced = tooManyBytes(declared);
  if (announced !== null) {
    await body?.cancel();
    return bad(announced);
  }
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (;;) {
    const piece = await reader?.read();
    if (piece === undefined || piece.done) return good(new Blob(pieces));
    pieces.push(piece.value);
    length += piece.value.length;
    const heavy = tooManyBytes(length);
    if (heavy !== null) {
      await reader?.cancel();
      return bad(heavy);
    }
    onProgress(declared > 0 ? Math.min(1, length / declared) : null);
  }
}
