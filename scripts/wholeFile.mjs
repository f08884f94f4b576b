/**
 * Files that are there as a whole or not at all. What is written goes into a `.part` file beside the place, which takes the
 * place when all of it has reached the disk; until then, and after a failure, the former file stays as it was. A device, a
 * pipe or a socket cannot be replaced: it is written to as it stands.
 */
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** How long it is waited until a pipe that is full takes more, ms. */
const PIPE_WAIT = 5;

/** Begun and neither finished nor given up. @type {Set<WholeFile>} */
const open = new Set();
process.on('exit', () => {
  for (const file of open) file.abandon();
});

/** The system's calls that tests replace. */
const SYSTEM = { write: writeSync, sync: fsyncSync, rename: renameSync };

export class WholeFile {
  /** @type {string} */
  #target;
  /** The file that is written; null where the target itself is. @type {string | null} */
  #part;
  /** @type {number} */
  #file;
  #system;

  /**
   * Begins a file, so that a place that cannot be written to is heard of at once.
   * @param {string} path links are followed
   * @param {Partial<typeof SYSTEM>} [system]
   * @throws Error of the file system
   */
  constructor(path, system = {}) {
    this.#system = { ...SYSTEM, ...system };
    this.#target = placeOf(path);
    if (isStream(path)) {
      this.#part = null;
      this.#file = openSync(path, 'w');
    } else {
      const former = found(this.#target);
      if (former?.isDirectory()) throw new Error(`${path} is a folder`);
      // Two runs at once must not write into each other's.
      this.#part = `${this.#target}.${process.pid}.part`;
      this.#file = openSync(this.#part, 'w');
      if (former !== undefined) keepMode(this.#file, former.mode);
    }
    open.add(this);
  }

  /**
   * Writes all of a piece, however few bytes the system takes at a time.
   * @param {string | Uint8Array} piece
   * @throws Error of the file system, e.g. when the disk is full
   */
  write(piece) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    for (let at = 0; at < bytes.length; ) {
      try {
        const written = this.#system.write(this.#file, bytes, at, bytes.length - at);
        if (written === 0) throw new Error('the system takes no more bytes');
        at += written;
      } catch (cause) {
        if (!(cause instanceof Error && 'code' in cause && cause.code === 'EAGAIN')) throw cause;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_WAIT);
      }
    }
  }

  /**
   * Puts the file in its place.
   * @throws Error of the file system; then the former file is still there
   */
  finish() {
    if (this.#part === null) {
      this.#end();
      return;
    }
    try {
      this.#system.sync(this.#file);
      this.#end();
      this.#system.rename(this.#part, this.#target);
    } catch (cause) {
      this.abandon();
      rmSync(this.#part, { force: true });
      throw cause;
    }
    syncFolder(dirname(this.#target));
  }

  /** Takes back what was begun. Does nothing after the end. */
  abandon() {
    if (!open.has(this)) return;
    try {
      this.#end();
    } catch {
      // A device that fails when it is closed, after the failure that is told.
    }
    if (this.#part !== null) rmSync(this.#part, { force: true });
  }

  #end() {
    if (!open.delete(this)) return;
    closeSync(this.#file);
  }
}

/**
 * Writes a file as a whole.
 * @param {string} path
 * @param {string | Uint8Array} content
 * @param {Partial<typeof SYSTEM>} [system]
 * @throws Error of the file system; then a former file is still there
 */
export function writeWhole(path, content, system = {}) {
  const file = new WholeFile(path, system);
  try {
    file.write(content);
    file.finish();
  } finally {
    file.abandon();
  }
}

/**
 * Whether a path is something that data flow into, rather than a file: a device, a pipe, a socket, the output of the program.
 * @param {string} path
 */
export function isStream(path) {
  const absolute = resolve(path);
  // What /dev/stdout and its like lead to belongs to whoever has opened it, be it a regular file.
  if (/^\/(dev|proc)\//.test(absolute) && !absolute.startsWith('/dev/shm/')) return true;
  const there = found(absolute);
  return there !== undefined && !there.isFile() && !there.isDirectory();
}

/**
 * Whether two paths are the same place, by whatever names and links.
 * @param {string} a
 * @param {string} b
 */
export function samePlace(a, b) {
  const [placeA, placeB] = [placeOf(a), placeOf(b)];
  if (placeA === placeB) return true;
  // The same file by two names that are no links to one another, or on a disk that does not tell capitals from small letters.
  const [thereA, thereB] = [found(placeA), found(placeB)];
  if (thereA === undefined || thereB === undefined) return false;
  return thereA.ino !== 0 && thereA.ino === thereB.ino && thereA.dev === thereB.dev;
}

/**
 * What is at a path; undefined: nothing.
 * @param {string} path
 */
function found(path) {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/**
 * The path itself, with all links followed as far as there are files.
 * @param {string} path
 * @returns {string}
 */
function placeOf(path) {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    const folder = dirname(absolute);
    if (folder === absolute) return absolute;
    const link = isLink(absolute);
    return link ? resolve(folder, readlinkSync(absolute)) : join(placeOf(folder), basename(absolute));
  }
}

/** @param {string} path */
function isLink(path) {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/**
 * @param {number} file
 * @param {number} mode
 */
function keepMode(file, mode) {
  try {
    fchmodSync(file, mode & 0o7777);
  } catch {
    // A file system without modes.
  }
}

/**
 * Has the new name reach the disk, too.
 * @param {string} folder
 */
function syncFolder(folder) {
  try {
    const file = openSync(folder, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch {
    // Not every system opens folders; the file is in its place all the same.
  }
}
