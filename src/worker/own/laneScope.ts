/**
 * What a script finds around itself: the language, and nothing of the browser. It runs in a frame of no origin, whose policy lets
 * nothing out, so that this is for clear words and for simulations that are the same each time, not for safety.
 */

/** Of the language; all else that the global object has is taken away. */
const KEPT = `
  globalThis undefined NaN Infinity isNaN isFinite parseFloat parseInt Object Function Array String Boolean Number
  BigInt Symbol Math JSON RegExp Map Set WeakMap WeakSet Promise Proxy Reflect Iterator Error AggregateError
  EvalError RangeError ReferenceError SyntaxError TypeError URIError ArrayBuffer DataView Int8Array Uint8Array
  Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array BigInt64Array BigUint64Array Float16Array
  Float32Array Float64Array encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape
`
  .trim()
  .split(/\s+/);
/** The lane's own program needs them. */
const OWN = ['AbortController', 'DOMException'];

const NO_NETWORK = 'a simulator reaches neither the network nor the page';
const NO_CLOCK = 'a simulator has no clock: it must give the same for the same theta and random numbers';
const NO_WAITING = 'a simulator cannot wait: simulate returns its numbers at once';
/** What is missed most, with the reason. */
const REASONS: Readonly<Record<string, string>> = {
  fetch: NO_NETWORK,
  XMLHttpRequest: NO_NETWORK,
  WebSocket: NO_NETWORK,
  EventSource: NO_NETWORK,
  importScripts: NO_NETWORK,
  Worker: NO_NETWORK,
  BroadcastChannel: NO_NETWORK,
  indexedDB: NO_NETWORK,
  caches: NO_NETWORK,
  navigator: NO_NETWORK,
  location: NO_NETWORK,
  postMessage: NO_NETWORK,
  self: NO_NETWORK,
  window: NO_NETWORK,
  document: NO_NETWORK,
  parent: NO_NETWORK,
  top: NO_NETWORK,
  Date: NO_CLOCK,
  performance: NO_CLOCK,
  Intl: NO_CLOCK,
  setTimeout: NO_WAITING,
  setInterval: NO_WAITING,
  requestAnimationFrame: NO_WAITING,
  queueMicrotask: NO_WAITING,
  crypto: 'random numbers come from random, the second argument of simulate',
};

/** @returns names that could not be taken away */
export function closeScope(scope: object, keep: readonly string[]): string[] {
  const kept = new Set([...KEPT, ...OWN, ...keep]);
  const left: string[] = [];
  for (
    let at: object | null = scope;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object
  ) {
    for (const name of Object.getOwnPropertyNames(at)) {
      if ((at === scope && kept.has(name)) || name === 'constructor') continue;
      if (!Reflect.deleteProperty(at, name)) left.push(name);
    }
  }
  for (const [name, reason] of Object.entries(REASONS)) {
    if (left.includes(name)) continue;
    const refuse = () => {
      throw new Error(`${name} is not there: ${reason}`);
    };
    // Configurable: a script may have a variable of this name.
    Object.defineProperty(scope, name, { get: refuse, set: undefined, configurable: true });
  }
  Math.random = () => {
    throw new Error(
      'Math.random gives other numbers each time; take them from random, the second argument of simulate',
    );
  };
  return left;
}
