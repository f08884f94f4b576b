import { expect, test } from 'vitest';
import { SystemCatalogue } from '../../../inference/simulators/catalogue.ts';
import { readLink } from '../../../inference/study/link/readLink.ts';
import { writeLink } from '../../../inference/study/link/writeLink.ts';
import { createAppStore, patch } from '../../store/appStore.ts';
import { documentOf, withDocument } from './pageDocument.ts';

const catalogue = new SystemCatalogue();

test('a link restores the window of the likelihood and the nuisance parameter of three networks', () => {
  const store = createAppStore(catalogue.get('galaxy-bias'), 'light');
  const system = store.getState().study.system;
  const [{ key }] = system.nuisances(system.defaultDesign);
  const { hikers, nuisanceTrial } = store.getState().concepts;
  patch(store, 'concepts', {
    hikers: { ...hikers, scene: 'b' },
    nuisanceTrial: { ...nuisanceTrial, chosen: key },
  });
  const link = writeLink(documentOf(store.getState()), catalogue);
  expect(link).toMatch(new RegExp(`&window=b&nuisance=${key}`));
  const read = readLink(link, catalogue);
  if (!read.ok) throw new Error(read.problems.join(' '));
  const other = createAppStore(system, 'light');
  other.setState(withDocument(other.getState(), read.document, system));
  expect(other.getState().concepts.hikers.scene).toBe('b');
  expect(other.getState().concepts.nuisanceTrial.chosen).toBe(key);
  // What another system has is in no link of this one.
  patch(store, 'concepts', {
    hikers: { ...hikers, scene: 'rho' },
    nuisanceTrial: { ...nuisanceTrial, chosen: 'kappa' },
  });
  expect(writeLink(documentOf(store.getState()), catalogue)).not.toMatch(/window=|nuisance=/);
});

test('a link that names a nuisance parameter that there is not is refused', () => {
  const read = readLink('system=galaxy-bias&nuisance=kappa', catalogue);
  expect(read.ok).toBe(false);
});
