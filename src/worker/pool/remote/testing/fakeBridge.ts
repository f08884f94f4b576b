/** For tests: a bridge that answers by protocol 1 of docs/bridge.md, read and written here byte by byte. */

export interface FakeRequest {
  readonly seed: number;
  readonly stream: number;
  readonly attempt: number;
  readonly pairs: readonly number[];
  /** A row each. */
  readonly theta: readonly (readonly number[])[];
}

export interface FakeBridge {
  readonly fetch: typeof fetch;
  /** What was asked for and answered, in order. */
  readonly asked: FakeRequest[];
  /** A status other than 200 is answered instead; 0: nobody answers. */
  status: number;
  problem: string;
}

const KEY = '00ff00ff00ff00ff';
export const FAKE_KEY = KEY;

/**
 * @param size numbers of one simulation
 * @param simulate its data; null: it failed
 */
export function fakeBridge(
  size: number,
  simulate: (theta: readonly number[], pair: number, request: FakeRequest) => readonly number[] | null,
): FakeBridge {
  const asked: FakeRequest[] = [];
  const bridge: FakeBridge = {
    asked,
    status: 200,
    problem: 'The key is not that of this bridge.',
    fetch: (_address, init) => {
      if (bridge.status === 0) return Promise.reject(new TypeError('Failed to fetch'));
      if (bridge.status !== 200) {
        return Promise.resolve(new Response(JSON.stringify({ problem: bridge.problem }), { status: bridge.status }));
      }
      init?.signal?.throwIfAborted();
      const request = read(init?.body as Uint8Array);
      asked.push(request);
      const rows = request.theta.map((theta, i) => simulate(theta, request.pairs[i], request));
      return Promise.resolve(new Response(written(request, rows, size) as BodyInit));
    },
  };
  return bridge;
}

function read(bytes: Uint8Array): FakeRequest {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = new TextDecoder().decode(bytes.subarray(0, 4));
  const [version, kind, flags] = [view.getUint16(4, true), view.getUint16(6, true), view.getUint16(8, true)];
  if (magic !== 'PPBQ' || version !== 1 || kind !== 1) throw new Error('The request is not one of protocol 1.');
  if (view.getBigUint64(44, true) !== BigInt(`0x${KEY}`)) throw new Error('The request is for another simulator.');
  const [n, dim] = [view.getUint32(36, true), view.getUint32(40, true)];
  if (bytes.length !== 52 + 8 * n * dim + (flags === 1 ? 8 * n : 0)) throw new Error('The request has another length.');
  const first = Number(view.getBigUint64(28, true));
  const theta = Array.from({ length: n }, (_, i) =>
    Array.from({ length: dim }, (__, j) => view.getFloat64(52 + 8 * (i * dim + j), true)),
  );
  const pairs = Array.from({ length: n }, (_, i) =>
    flags === 1 ? Number(view.getBigUint64(52 + 8 * n * dim + 8 * i, true)) : first + i,
  );
  const [stream, attempt] = [view.getUint32(20, true), view.getUint32(24, true)];
  return { seed: Number(view.getBigUint64(12, true)), stream, attempt, pairs, theta };
}

function written({ pairs }: FakeRequest, rows: readonly (readonly number[] | null)[], size: number): Uint8Array {
  const failures = rows.flatMap((row, i) =>
    row === null ? [{ index: pairs[i], message: 'ValueError: too hot' }] : [],
  );
  const plain = JSON.stringify(failures.length === 0 ? {} : { failures });
  const told = new TextEncoder().encode(plain.padEnd(8 * Math.ceil(plain.length / 8)));
  const bytes = new Uint8Array(40 + told.length + 8 * rows.length * size);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('PPBX'));
  view.setUint16(4, 1, true);
  view.setUint16(6, 1, true);
  view.setUint32(8, rows.length, true);
  view.setUint32(12, size, true);
  view.setUint32(16, failures.length, true);
  view.setUint32(20, told.length, true);
  bytes.set(told, 40);
  for (const [i, row] of rows.entries()) {
    for (let j = 0; j < size; j++) view.setFloat64(40 + told.length + 8 * (i * size + j), row?.[j] ?? Number.NaN, true);
  }
  return bytes;
}
