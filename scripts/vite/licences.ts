/**
 * The notices of whatever others have made and the build ships: code, fonts and compiled parts, of the page and its workers.
 * The bundler knows which modules are in; each belongs to a package, whose folder has the licence. They are written to
 * dist/licences.txt, and the build fails for a package whose licence is not known.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { root } from '../process.mjs';

export interface Notice {
  readonly name: string;
  readonly version: string;
  /** As the package names it: "MIT". */
  readonly licence: string;
  readonly text: string;
}

/** The text of a licence that a package names without bringing it along. */
interface Given {
  /** Names of texts beside this file: "MIT". */
  readonly texts: readonly string[];
  readonly copyright: string;
}

const NOTICES_FILE = 'licences.txt';
/** What the bundler itself adds, by the beginnings of its names; and the compiler's library in the kernels. */
const BEHIND: readonly (readonly [RegExp, string])[] = [
  [/^vite\//, 'vite'],
  [/^rolldown\//, 'rolldown'],
  [/\/assembly\/build\/[^/]+\.wasm$/, 'assemblyscript'],
];
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;
const GIVEN = join(root, 'scripts', 'vite', 'licences');

/**
 * The folder of the package that a module belongs to; null: it is of this repository.
 * @param id of the bundler: a path, or a name of its own; with "\0" before and "?..." behind, perhaps
 * @param modules where the packages lie that the bundler's own parts come from
 */
export function packageFolder(id: string, modules = join(root, 'node_modules')): string | null {
  const path = id
    .replaceAll('\\', '/')
    .replace(/^\0+/, '')
    .replace(/[?#].*$/, '');
  const found = /^.*\/node_modules\/(?:@[^/]+\/)?[^/@][^/]*(?=\/)/.exec(path);
  if (found !== null) return found[0];
  const name = BEHIND.find(([names]) => names.test(path))?.[1];
  return name === undefined ? null : join(modules, name);
}

/**
 * @param folder of a package
 * @param given folder with the texts for packages that bring none along
 * @throws Error that says what to do where it names no licence or there is no text of it
 */
export function noticeOf(folder: string, given = GIVEN): Notice {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: unknown;
  };
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  const own = files.toSorted().map((file) => tidy(readFileSync(join(folder, file), 'utf8')));
  const text = givenText(name, given) ?? own.join('\n\n');
  if (typeof license === 'string' && license !== '' && text !== '') {
    // "(A AND B)" where there are two.
    return { name, version, licence: license.replace(/^\((.*)\)$/, '$1'), text };
  }
  const lack = text === '' ? 'has no licence file' : 'names no licence';
  throw new Error(
    `${name} ${version} is in the build, but ${lack} (${folder}). Add the text of its licence and the holder to scripts/vite/licences/given.json, or do without the package.`,
  );
}

function givenText(name: string, folder: string): string | null {
  const file = join(folder, 'given.json');
  if (!existsSync(file)) return null;
  const all = new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Given>));
  const found = all.get(name);
  if (found === undefined) return null;
  const texts = found.texts.map((text) => tidy(readFileSync(join(folder, `${text}.txt`), 'utf8')));
  return [found.copyright, ...texts].join('\n\n');
}

function tidy(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replaceAll(/[ \t]+$/gm, '')
    .trim();
}

/**
 * All notices as one text; packages with the same words share them.
 * @param own this repository's licence
 */
export function noticesText(notices: readonly Notice[], own: string): string {
  const byText = new Map<string, string[]>();
  const order = new Intl.Collator('en');
  for (const { name, version, licence, text } of notices.toSorted((a, b) => order.compare(a.name, b.name))) {
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${licence})`]);
  }
  const parts = [
    `Posterior Playground\n\n${tidy(own)}`,
    'It contains parts of the following packages, each under its own licence.',
    ...[...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}`),
  ];
  return `${parts.join(`\n\n${'='.repeat(80)}\n\n`)}\n`;
}

export function licences(): Plugin {
  return {
    name: 'licences',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const folders = new Set<string>();
        for (const output of Object.values(bundle)) {
          for (const id of output.type === 'chunk' ? Object.keys(output.modules) : []) {
            const folder = packageFolder(id);
            if (folder !== null) folders.add(folder);
          }
        }
        const lacking: string[] = [];
        const notices = [...folders].flatMap((folder) => {
          try {
            return [noticeOf(folder)];
          } catch (error) {
            lacking.push(error instanceof Error ? error.message : String(error));
            return [];
          }
        });
        if (lacking.length > 0) this.error(lacking.join('\n'));
        const source = noticesText(notices, readFileSync(join(root, 'LICENSE'), 'utf8'));
        this.emitFile({ type: 'asset', fileName: NOTICES_FILE, source });
      },
    },
  };
}
