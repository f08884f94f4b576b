/**
 * A hash of the code that a program runs: of its entry files and of what they import, directly or through others. Of a file
 * its syntax tree counts, not its text: comments and line breaks change nothing. Neither do paths and file names: in place
 * of a relative specifier stands the hash of the file that it leads to, so that moving files keeps the hash as long as the
 * imports lead to the same code (and the imports of a file may stand in any order). Of a package counts the version that
 * package.json asks for; what that package depends on in turn does not count. Types that are imported as types bring no code
 * along: such imports are not followed, though the types that a file declares or writes down itself do count.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { parseSync } from 'oxc-parser';

export interface CodeEntries {
  /** Repository, with package.json. Default: the working directory. */
  readonly root?: string;
  /** Files to start from, paths below the root. */
  readonly entries: readonly string[];
  /** Files of which every byte counts, such as compiled code. */
  readonly binaries?: readonly string[];
  /** Names of files (without folders) that do not count, nor what only they import. */
  readonly leftOut?: readonly string[];
}

export interface CodeHash {
  /** 32 hexadecimal digits. */
  readonly hash: string;
  /** Paths below the root of all files that count, sorted. */
  readonly files: readonly string[];
  /** Packages with their versions, sorted. */
  readonly packages: readonly string[];
}

/** Keys of a syntax tree that say where something stands. */
const PLACES = new Set(['start', 'end', 'range', 'loc']);
/** What stands in place of a specifier that is not followed. */
const NOT_FOLLOWED = '-';

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/**
 * @throws Error for a file that is missing or cannot be parsed, an import that cannot be followed, imports in a circle, a
 *   package that package.json does not name, a file to leave out that nothing imports
 */
export function codeHash({ root = '.', entries, binaries = [], leftOut = [] }: CodeEntries): CodeHash {
  const reading = new Reading(root, new Set(leftOut));
  const parts = [
    ...entries.map((path) => reading.hashOf(path)),
    ...binaries.map((path) => hashed(readFileSync(join(root, path)))),
  ];
  const unmet = leftOut.filter((name) => !reading.met.has(name));
  if (unmet.length > 0) {
    throw new Error(
      `Nothing imports ${unmet.join(', ')} any more, which the hash of the code leaves out: correct the list of names.`,
    );
  }
  const versions = [...reading.packages].toSorted();
  return {
    hash: hashed([...parts, ...versions].join('\n')),
    files: [...reading.hashes.keys(), ...binaries].toSorted(),
    packages: versions,
  };
}

class Reading {
  /** By path. */
  readonly hashes = new Map<string, string>();
  readonly packages = new Set<string>();
  /** Names of files that are left out and were come across. */
  readonly met = new Set<string>();
  readonly #root: string;
  readonly #leftOut: ReadonlySet<string>;
  readonly #versions: ReadonlyMap<string, string>;
  /** Files whose imports are being followed, the latest last. */
  readonly #open: string[] = [];

  constructor(root: string, leftOut: ReadonlySet<string>) {
    this.#root = root;
    this.#leftOut = leftOut;
    const { dependencies = {}, devDependencies = {} } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    ) as Partial<Record<'dependencies' | 'devDependencies', Record<string, string>>>;
    this.#versions = new Map([...Object.entries(devDependencies), ...Object.entries(dependencies)]);
  }

  hashOf(path: string): string {
    const known = this.hashes.get(path);
    if (known !== undefined) return known;
    if (this.#open.includes(path)) {
      throw new Error(`The imports run in a circle: ${[...this.#open, path].join(' -> ')}.`);
    }
    this.#open.push(path);
    const hash = this.#hash(path, (specifier) => this.#follow(path, specifier));
    this.#open.pop();
    this.hashes.set(path, hash);
    return hash;
  }

  #follow(from: string, specifier: string): string {
    if (specifier.startsWith('node:')) return specifier;
    if (!specifier.startsWith('.')) {
      const [scope, name] = specifier.split('/');
      this.#addPackage(scope.startsWith('@') ? `${scope}/${name}` : scope);
      return specifier;
    }
    const path = posix.join(posix.dirname(from), specifier);
    const name = basename(path);
    if (!this.#leftOut.has(name)) return this.hashOf(path);
    this.met.add(name);
    return NOT_FOLLOWED;
  }

  #addPackage(name: string): void {
    const version = this.#versions.get(name);
    if (version === undefined) throw new Error(`package.json names no package ${name}: add it, or import another.`);
    this.packages.add(`${name}@${version}`);
  }

  /** @param follow gives what stands in place of a specifier */
  #hash(path: string, follow: (specifier: string) => string): string {
    const { program, errors } = parseSync(path, readFileSync(join(this.#root, path), 'utf8'));
    if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0].message}`);
    const text = (node: unknown): string =>
      JSON.stringify(node, (key, value: unknown) => {
        if (PLACES.has(key)) return undefined;
        return isNode(value) ? withoutPaths(value, follow, path) : value;
      });
    const [imports, others] = [true, false].map((kind) =>
      program.body.filter(({ type }) => (type === 'ImportDeclaration') === kind).map(text),
    );
    return hashed([...imports.toSorted(), ...others].join('\n'));
  }
}

/** A node of a syntax tree with what `follow` gives in place of the specifier, if it is an import. */
function withoutPaths(node: Node, follow: (specifier: string) => string, path: string): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration': {
      // An export of the file's own has no source.
      if (!isNode(node.source)) return node;
      return { ...node, source: importsTypes(node) ? NOT_FOLLOWED : follow(String(node.source.value)) };
    }
    case 'ImportExpression': {
      if (!isNode(node.source)) return node;
      if (typeof node.source.value !== 'string') {
        throw new Error(`${path} imports what is known only as it runs; import a plain string.`);
      }
      return { ...node, source: follow(node.source.value) };
    }
    case 'TSImportType':
      return { ...node, source: NOT_FOLLOWED };
    default:
      return node;
  }
}

/** Whether nothing is left of the statement when the types are taken out. */
function importsTypes({ importKind, exportKind, specifiers }: Node): boolean {
  if (importKind === 'type' || exportKind === 'type') return true;
  return (
    Array.isArray(specifiers) &&
    specifiers.length > 0 &&
    specifiers.every((one: Node) => one.importKind === 'type' || one.exportKind === 'type')
  );
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function hashed(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}
