import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Anchor, anchorOf, editorNames, figureNames, panelNames, parseAnchor, type Place } from './anchor.ts';

const name = fc.string({ minLength: 1, unit: 'grapheme' });
const places: fc.Arbitrary<Place> = fc.oneof(
  fc.record({ kind: fc.constant('panel' as const), name: fc.constantFrom(...panelNames) }),
  fc.record({ kind: fc.constant('figure' as const), name: fc.constantFrom(...figureNames) }),
  fc.record({ kind: fc.constant('editor' as const), name: fc.constantFrom(...editorNames) }),
  fc.record({ kind: fc.constantFrom(...(['parameter', 'nuisance', 'design', 'setting', 'action'] as const)), name }),
);

test('every place comes back from its anchor', () => {
  fc.assert(
    fc.property(places, (place) => {
      expect(parseAnchor(anchorOf(place))).toEqual(place);
    }),
  );
});

test('two places have two anchors', () => {
  const same = (a: Place, b: Place) => a.kind === b.kind && a.name === b.name;
  fc.assert(
    fc.property(places, places, (a, b) => {
      expect(anchorOf(a) === anchorOf(b)).toBe(same(a, b));
    }),
  );
});

test('a text is an anchor exactly if what it names is written as the text', () => {
  const texts = fc.oneof(
    fc.string(),
    places.map(anchorOf),
    name.map((text) => `panel:${text}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const place = parseAnchor(text);
      const written = place === null ? null : anchorOf(place);
      expect(written).toBe(written === null ? null : text);
    }),
  );
});

test.each<[string, Place | null]>([
  ['panel:calibration', { kind: 'panel', name: 'calibration' }],
  ['figure:posterior', { kind: 'figure', name: 'posterior' }],
  ['parameter:b', { kind: 'parameter', name: 'b' }],
  ['parameter:rate: late', { kind: 'parameter', name: 'rate: late' }],
  ['action:train', { kind: 'action', name: 'train' }],
  ['panel:Calibration', null],
  ['figure:train', null],
  ['parameter:', null],
  ['train', null],
  ['lesson:1', null],
  ['', null],
])('%j names %j', (text, place) => expect(parseAnchor(text)).toEqual(place));

test('names are anchors by their types, too', () => {
  const known: Anchor[] = ['panel:calibration', 'figure:loss', 'parameter:b', 'nuisance:shot', 'action:final-check'];
  // @ts-expect-error -- there is no such panel
  known.push('panel:colour');
  expect(known.map((anchor) => parseAnchor(anchor) === null)).toEqual([false, false, false, false, false, true]);
});
