/** What is fixed beforehand of a lensing survey: the law of the fields, the mask, how many fields there are, and what the network sees. */
import type { Design, DesignField } from '../system.ts';
import type { FieldLaw } from './maps.ts';
import { SURVEY, WHOLE_SKY } from './sky.ts';

/** `spectrum`: band powers. `named`: peaks and moments besides. `map`: the pixels. `both`: the pixels and what is named. */
export type Seen = 'spectrum' | 'named' | 'map' | 'both';

export interface LensingDesign {
  readonly law: FieldLaw;
  readonly masked: boolean;
  readonly mask: Uint8Array;
  readonly fields: number;
  readonly seen: Seen;
  /** What a network finds in a map is averaged over its places, not told apart by them. */
  readonly averaged: boolean;
}

export const defaultDesign: Design = { seen: 'named', fields: '4', law: 'lognormal', mask: true };

/** By the value of the field. `map` and `both` are of documents from before networks averaged. */
const SEEN: ReadonlyMap<unknown, Pick<LensingDesign, 'seen' | 'averaged'>> = new Map([
  ['spectrum', { seen: 'spectrum', averaged: false }],
  ['named', { seen: 'named', averaged: false }],
  ['maps', { seen: 'map', averaged: true }],
  ['maps-named', { seen: 'both', averaged: true }],
  ['map', { seen: 'map', averaged: false }],
  ['both', { seen: 'both', averaged: false }],
]);

export function seesMaps(seen: Seen): boolean {
  return seen === 'map' || seen === 'both';
}

export function readDesign(design: Design): LensingDesign {
  const sight = SEEN.get(design.seen);
  if (sight === undefined) {
    throw new RangeError(`the network sees "${String(design.seen)}": choose among ${[...SEEN.keys()].join(', ')}`);
  }
  const masked = design.mask === true;
  return {
    law: design.law === 'gaussian' ? 'gaussian' : 'lognormal',
    masked,
    mask: masked ? SURVEY : WHOLE_SKY,
    fields: design.fields === '1' ? 1 : 4,
    ...sight,
  };
}

export const designFields: readonly DesignField[] = [
  {
    key: 'seen',
    label: 'The network sees',
    help: 'What is computed from the maps before the network is given it.',
    prominent: true,
    kind: 'choice',
    options: [
      {
        value: 'spectrum',
        label: 'Power spectrum',
        help: 'Eight band powers: how strong the structure is on each scale, and nothing else.',
      },
      {
        value: 'named',
        label: '+ peaks and moments',
        help: 'The band powers, the counts of peaks by their height, and variance and skewness after smoothing.',
      },
      {
        value: 'maps',
        label: 'The maps',
        help: 'Every pixel: the network finds summaries of its own, averaged over all places of the maps. It trains for minutes, and finds less in that time than the power spectrum tells.',
      },
      {
        value: 'maps-named',
        label: 'The maps and all summaries',
        help: 'Every pixel, and the twenty summaries besides. It trains for minutes; whether it finds more than the summaries tell is not established.',
      },
      {
        value: 'map',
        label: 'The maps, by place',
        help: 'Every pixel, told apart by its place: far more to be learned. A former form, which the averages have replaced.',
        former: true,
      },
      {
        value: 'both',
        label: 'The maps, by place, and all summaries',
        help: 'Every pixel, told apart by its place, and the twenty summaries. A former form, which the averages have replaced.',
        former: true,
      },
    ],
  },
  {
    key: 'fields',
    label: 'Fields',
    help: 'How many patches of sky of 10 by 10 degrees were observed, far from one another.',
    prominent: true,
    kind: 'choice',
    options: [
      { value: '1', label: 'One', help: 'One patch: the ends of the posterior are often those of the priors.' },
      { value: '4', label: 'Four', help: 'Four independent patches of the same universe.' },
    ],
  },
  {
    key: 'law',
    label: 'Law of the fields',
    help: 'How the maps of the toy universe are drawn.',
    kind: 'choice',
    options: [
      {
        value: 'lognormal',
        label: 'Lognormal',
        help: 'Skewed: few high peaks, wide shallow voids, somewhat like matter that has collapsed. The power spectrum does not tell everything.',
      },
      {
        value: 'gaussian',
        label: 'Gaussian',
        help: 'The power spectrum tells everything. Without mask, and with its nuisances fixed, the posterior is known exactly.',
      },
    ],
  },
  {
    key: 'mask',
    label: 'Mask',
    help: 'Covers the edge of each field and six discs around bright stars: nothing is seen there, and every simulation has the same mask.',
    kind: 'switch',
  },
];
