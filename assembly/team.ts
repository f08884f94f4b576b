/**
 * The threads of an ensemble: the caller's, number 0, and helpers that run `serve` in instances of their own on the same
 * memory. A call wakes the helpers, all of them run the same code on their share, and `meet` is the barrier between its
 * parts. Every wait looks at its word for a while before it goes to sleep. Builds without threads have none of it.
 *
 * Nothing here depends on which thread is the faster, so that the same number of threads gives the same numbers.
 */
import { Team } from './plan';

/** Words of a team's second and third cache line: several threads write them. */
const CALLS: usize = 64;
const ARRIVED: usize = 128;
const PHASE: usize = 132;

/** Bytes between slots. */
const SLOT: usize = 64;
/** Looks at a word before going to sleep; about 100 microseconds, longer than shares of a step differ. */
const LOOKS: i32 = 100_000;
/** Nanoseconds until a thread that does not come is given up. Far longer than any thread's share of a step. */
const PATIENCE: i64 = 10_000_000_000;
const FOREVER: i64 = -1;

/** First sample of a thread's share of so many, in whole panels; that of `thread + 1` is its end. */
export function shareStart(team: Team, thread: i32, samples: i32): i32 {
  const panels = (samples + 7) >> 3;
  return min(samples, ((panels * thread) / team.active) << 3);
}

/** First byte of a thread's share of a parameter vector, in whole cache lines. */
export function sliceStart(team: Team, thread: i32, bytes: usize): usize {
  const lines = (bytes + 63) >> 6;
  return min(bytes, ((lines * <usize>thread) / <usize>team.active) << 6);
}

/** A number that a thread hands to the others, read after the next `meet`. */
@inline
export function handOver(team: Team, thread: i32, index: i32, value: f64): void {
  store<f64>(team.slots + <usize>thread * SLOT + (<usize>index << 3), value);
}

/** Sum of what the active threads have handed over, in their order. */
export function sumOver(team: Team, index: i32): f64 {
  let sum: f64 = 0;
  for (let thread = 0; thread < team.active; thread++) sum += load<f64>(team.slots + <usize>thread * SLOT + (<usize>index << 3));
  return sum;
}

/** Lets the helpers begin a call. */
export function wake(team: Team): void {
  if (ASC_FEATURE_THREADS) {
    if (team.active > 1) turn(changetype<usize>(team) + CALLS);
  }
}

/** Waits for the call after number `calls`. */
export function awaitCall(team: Team, calls: i32): void {
  if (ASC_FEATURE_THREADS) changed(changetype<usize>(team) + CALLS, calls, FOREVER);
}

/** Waits until all active threads are here; false if one does not come. */
export function meet(team: Team): bool {
  if (ASC_FEATURE_THREADS) {
    // Read before the others may go on: the next call may be for one thread.
    const active = team.active;
    if (active > 1) {
      const at = changetype<usize>(team);
      const phase = atomic.load<i32>(at, PHASE);
      if (atomic.add<i32>(at, 1, ARRIVED) + 1 < active) return changed(at + PHASE, phase, PATIENCE);
      atomic.store<i32>(at, 0, ARRIVED);
      turn(at + PHASE);
    }
  }
  return true;
}

/**
 * Tells those who wait for the word. Whether anyone sleeps is not asked first: with a count of sleepers, kept by atomic
 * additions, V8's baseline compiler (Node 20) loses wake-ups.
 */
function turn(word: usize): void {
  atomic.add<i32>(word, 1);
  atomic.notify(word, -1);
}

function changed(word: usize, from: i32, patience: i64): bool {
  for (let look = 0; look < LOOKS; look++) if (atomic.load<i32>(word) != from) return true;
  // A thread can also be woken on behalf of the change before.
  while (atomic.load<i32>(word) == from) {
    if (atomic.wait<i32>(word, from, patience) == AtomicWaitResult.TIMED_OUT) return false;
  }
  return true;
}
