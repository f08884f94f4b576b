/**
 * Where a system comes from, in a form that a message, a document or a thread can carry: a System itself holds functions. Each
 * kind has one entry here, from which a catalogue (catalogue.ts) makes the system. Adding a kind: its member of the union and
 * its entry.
 */
import { type Declaration } from './own/declaration.ts';
import { isScript, scriptId, SCRIPT_NAME, scriptSystem } from './own/scriptSystem.ts';
import { builtIn } from './registry.ts';
import { isRemote, REMOTE_NAME, type RemoteSimulator, remoteId, remoteSystem } from './remote/remoteSystem.ts';
import type { System } from './system.ts';
import type { TableDescription } from './table/tableDescription.ts';
import { isTable, TABLE_NAME, tableId, tableSystem } from './table/tableSystem.ts';

/** What a source of each kind holds. */
interface Sources {
  'built-in': { readonly id: string };
  /** Simulations made elsewhere: their table without its rows. */
  table: { readonly description: TableDescription };
  /** A simulator that the user wrote, and what it said of itself when it was run. */
  script: { readonly language: 'javascript'; readonly text: string; readonly declaration: Declaration };
  /** A simulator in a program outside of the page, as the bridge to it describes it. */
  remote: RemoteSimulator;
}

type Kind = keyof Sources;

export type SystemSource<K extends Kind = Kind> = { [P in K]: { readonly kind: P } & Sources[P] }[K];

/** What a kind of source makes. */
interface SourceKind<K extends Kind> {
  /** The id of the system that `define` makes: equal sources have equal ids. */
  readonly idOf: (source: SystemSource<K>) => string;
  /** @throws RangeError where there is no such system */
  readonly define: (source: SystemSource<K>) => System;
  /** What systems of this kind are called where their source is not known; null: the id is of another kind. */
  readonly nameOf: (id: string) => string | null;
}

const kinds: { readonly [K in Kind]: SourceKind<K> } = {
  'built-in': { idOf: ({ id }) => id, define: ({ id }) => builtIn(id), nameOf: () => null },
  table: {
    idOf: ({ description }) => tableId(description.key),
    define: ({ description }) => tableSystem(description),
    nameOf: (id) => (isTable(id) ? TABLE_NAME : null),
  },
  script: {
    idOf: scriptId,
    define: (source) => scriptSystem(source),
    nameOf: (id) => (isScript(id) ? SCRIPT_NAME : null),
  },
  remote: {
    idOf: remoteId,
    define: remoteSystem,
    nameOf: (id) => (isRemote(id) ? REMOTE_NAME : null),
  },
};

export function idOf<K extends Kind>(source: SystemSource<K>): string {
  return kinds[source.kind].idOf(source);
}

/** @throws RangeError where there is no such system */
export function systemOf<K extends Kind>(source: SystemSource<K>): System {
  return kinds[source.kind].define(source);
}

/** What a system of this id is called while its source is not known: the name of its kind, else the id. */
export function nameOfUnknown(id: string): string {
  const names = Object.values(kinds).map(({ nameOf }) => nameOf(id));
  return names.find((name) => name !== null) ?? id;
}
