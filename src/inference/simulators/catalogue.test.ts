import { describe, expect, it } from 'vitest';
import { SystemCatalogue } from './catalogue.ts';
import { twoMoons } from './benchmarks/twoMoons.ts';
import { systems } from './registry.ts';
import type { SystemSource } from './source.ts';
import type { TableDescription } from './table/tableDescription.ts';
import { TABLE_NAME, tableId } from './table/tableSystem.ts';

const description: TableDescription = {
  key: '0a1b2c3d',
  file: 'night.npz',
  rows: 4000,
  checksum: '0000002a',
  parameters: [{ name: 'mu', prior: { family: 'uniform', low: -2, high: 2 }, low: -1.9, high: 1.9 }],
  data: [{ name: 'x_1', low: -4, high: 4 }],
};
const table: SystemSource = { kind: 'table', description };
const id = tableId(description.key);

describe('a catalogue', () => {
  it('lists the systems that come with the program, and knows each by its id and where it comes from', () => {
    const catalogue = new SystemCatalogue();
    expect(catalogue.listed).toBe(systems);
    for (const system of systems) {
      const source = { kind: 'built-in', id: system.id } as const;
      expect(catalogue.has(system.id)).toBe(true);
      expect(catalogue.get(system.id)).toBe(system);
      expect(catalogue.sourceOf(system.id)).toEqual(source);
      expect(catalogue.define(source)).toBe(system);
      expect(catalogue.nameOf(system.id)).toBe(system.name);
    }
  });

  it('makes a system of a table once, and lists it not', () => {
    const catalogue = new SystemCatalogue();
    const system = catalogue.define(table);
    expect(system).toMatchObject({ id, name: TABLE_NAME, recorded: description });
    expect(catalogue.define(structuredClone(table))).toBe(system);
    expect([catalogue.has(id), catalogue.get(id), catalogue.sourceOf(id)]).toEqual([true, system, table]);
    expect(catalogue.listed).toEqual(systems);
  });

  it('knows nothing of what another one has defined, until it is sent the source', () => {
    const [page, worker] = [new SystemCatalogue(), new SystemCatalogue()];
    page.define(table);
    expect(worker.has(id)).toBe(false);
    const sent = structuredClone(page.sourceOf(id));
    expect(worker.define(sent)).not.toBe(page.get(id));
    expect(worker.get(id).tagline).toBe(page.get(id).tagline);
  });

  it('refuses an id that it does not know, and names those that it does', () => {
    const catalogue = new SystemCatalogue([twoMoons]);
    const known = 'There is no system "tea-leaves"; it must be one of two-moons';
    expect(() => catalogue.get('tea-leaves')).toThrow(`${known}.`);
    expect(() => catalogue.sourceOf('tea-leaves')).toThrow(`${known}.`);
    catalogue.define(table);
    expect(() => catalogue.get('tea-leaves')).toThrow(`${known}, ${id}.`);
    expect(catalogue.has('tea-leaves')).toBe(false);
    expect(() => catalogue.define({ kind: 'built-in', id: 'tea-leaves' })).toThrow('it must be one of galaxy-bias,');
  });

  it('can define a system of the program that it does not list', () => {
    const catalogue = new SystemCatalogue([]);
    expect(catalogue.define({ kind: 'built-in', id: 'two-moons' })).toBe(twoMoons);
    expect(catalogue.listed).toEqual([]);
  });

  it('calls a system that it does not know by its kind, or by its id', () => {
    const catalogue = new SystemCatalogue();
    expect(catalogue.nameOf(id)).toBe(TABLE_NAME);
    expect(catalogue.nameOf('tea-leaves')).toBe('tea-leaves');
  });
});
