/**
 * Where each panel stands, for what leads to it before its code is there: the tabs, lessons, links. A test holds it against the panels
 * themselves.
 */
import type { PanelName } from '../../browser/anchor.ts';
import type { Panel } from './panel.ts';

type Place = Pick<Panel, 'column' | 'tab' | 'full'>;

export const panelPlaces: Readonly<Record<PanelName, Place>> = {
  modes: { column: 'assume', full: true },
  learner: { column: 'assume', full: true },
  priors: { column: 'assume' },
  nuisances: { column: 'assume', full: true },
  design: { column: 'assume', full: true },
  training: { column: 'assume', full: true },
  retraining: { column: 'assume', full: true },
  observation: { column: 'data' },
  'reading-widths': { column: 'data', full: true },
  learnt: { column: 'infer' },
  posterior: { column: 'infer', tab: { value: 'posterior', label: 'Posterior' } },
  ridge: { column: 'infer', tab: { value: 'ridge', label: 'Ridge' }, full: true },
  flow: { column: 'infer', tab: { value: 'flow', label: 'Flow' }, full: true },
  rejection: { column: 'infer', tab: { value: 'rejection', label: 'By rejection' }, full: true },
  batch: { column: 'infer', tab: { value: 'many', label: 'Batch' }, full: true },
  drawn: { column: 'infer' },
  'pinned-runs': { column: 'infer' },
  learning: { column: 'check', full: true },
  'more-simulations': { column: 'check', full: true },
  calibration: { column: 'check', full: true },
  coverage: { column: 'check', full: true },
  'final-check': { column: 'check', full: true },
  'observation-checks': { column: 'check', full: true },
  focus: { column: 'check', full: true },
  correction: { column: 'check', full: true },
  sandbox: { column: 'check' },
  'coverage-at-truth': { column: 'check', full: true },
  identifiability: { column: 'check', full: true },
  'profile-likelihood': { column: 'check', full: true },
  pixels: { column: 'check', full: true },
  hikers: { column: 'check', full: true },
  'nuisance-trial': { column: 'check', full: true },
  'network-spread': { column: 'check', full: true },
  ledger: { column: 'check', full: true },
};
