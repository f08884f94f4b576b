/** What the network sees of the maps (summaries.ts), in Python. */
import type { PythonSummaries } from '../system.ts';
import type { LensingDesign } from './design.ts';
import { acrossOf } from './mosaic.ts';
import { BORDER, DISC_RADIUS, DISCS, PIXEL_AREA, PIXEL_DEGREES, SIDE } from './sky.ts';
import {
  BAND_EDGES,
  BANDS,
  MOMENT_SMOOTHINGS,
  PEAK_NOISE,
  PEAK_WIDTH,
  PEAKS,
  POWER_FLOOR,
  VARIANCE_FLOOR,
} from './summaries.ts';

const SKY = `def sky():
    """1 where the sky is seen, 0 under the mask."""
    seen = np.zeros((SIDE, SIDE))
    seen[BORDER : SIDE - BORDER, BORDER : SIDE - BORDER] = 1
    centre = (np.arange(SIDE) + 0.5) * PIXEL_DEGREES
    for x, y in zip(DISCS_X, DISCS_Y):
        seen[np.hypot(centre[None, :] - x, centre[:, None] - y) <= DISC_RADIUS] = 0
    return seen


SEEN = sky() if MASKED else np.ones((SIDE, SIDE))


def maps_of(x):
    """Raw data x [n, pixels], fields in rows of ACROSS -> maps under the mask [n, fields, SIDE, SIDE]."""
    fields = x.reshape(len(x), -1, SIDE, ACROSS, SIDE).transpose(0, 1, 3, 2, 4)
    return fields.reshape(len(x), -1, SIDE, SIDE) * SEEN`;

const POWERS = `FREQUENCY = np.fft.fftfreq(SIDE) * SIDE
MULTIPOLE = 2 * np.pi / np.deg2rad(SIDE * PIXEL_DEGREES) * np.hypot(FREQUENCY[:, None], FREQUENCY[None, :])


def band_powers(maps):
    """ln of the mean power in each band [n, bands], steradians."""
    power = np.abs(np.fft.fft2(maps)) ** 2 * PIXEL_AREA / SIDE**2
    power = power.mean(axis=1) / SEEN.mean()
    bands = [(MULTIPOLE >= low) & (MULTIPOLE < high) for low, high in zip(EDGES[:-1], EDGES[1:])]
    return np.log(np.stack([power[:, band].mean(axis=1) for band in bands], axis=1) + POWER_FLOOR)`;

const NAMED_CODE = `def smooth(maps, sd):
    """Maps after a Gaussian of sd pixels."""
    factor = np.exp(-((MULTIPOLE * sd * np.deg2rad(PIXEL_DEGREES)) ** 2) / 2)
    return np.fft.ifft2(np.fft.fft2(maps) * factor).real


def shifted(image, row, column):
    """The inner pixels' neighbours in one direction."""
    return image[..., 1 + row : SIDE - 1 + row, 1 + column : SIDE - 1 + column]


AROUND = [(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1) if (row, column) != (0, 0)]


def peaks(maps):
    """Root of the mean number of maxima of a field in each bin of height [n, bins]; the last bin has no end."""
    height = smooth(maps, PEAK_SMOOTHING)
    inner = shifted(height, 0, 0)
    peak = shifted(SEEN, 0, 0) == 1
    for row, column in AROUND:
        peak = peak & (shifted(SEEN, row, column) == 1) & (inner > shifted(height, row, column))
    bins = np.minimum(np.floor((inner / PEAK_NOISE - PEAK_LOWEST) / PEAK_WIDTH), PEAK_BINS - 1)
    counts = [(peak & (bins == b)).sum(axis=(1, 2, 3)) / maps.shape[1] for b in range(PEAK_BINS)]
    return np.sqrt(np.stack(counts, axis=1))


def moments(maps, sd):
    """ln variance and skewness of the smoothed pixels that are seen [n, 2]."""
    values = smooth(maps, sd)[:, :, SEEN == 1].reshape(len(maps), -1)
    centred = values - values.mean(axis=1, keepdims=True)
    variance = (centred**2).mean(axis=1) + VARIANCE_FLOOR
    return np.stack([np.log(variance), (centred**3).mean(axis=1) / variance**1.5], axis=1)`;

const FUNCTIONS = {
  spectrum: [SKY, POWERS],
  named: [SKY, POWERS, NAMED_CODE],
  map: [SKY],
  both: [SKY, POWERS, NAMED_CODE],
} as const;

const RESULTS = {
  spectrum: 'band_powers(maps_of(x))',
  named: 'named(maps_of(x))',
  map: 'maps_of(x).reshape(len(x), -1)',
  both: 'np.hstack([maps_of(x).reshape(len(x), -1), named(maps_of(x))])',
} as const;

const NAMED_RESULT = `def named(maps):
    """Band powers, peaks and moments [n, 20]."""
    return np.hstack([band_powers(maps), peaks(maps), *(moments(maps, sd) for sd in MOMENT_SMOOTHINGS)])`;

export function pythonSummaries({ seen, masked, fields }: LensingDesign): PythonSummaries {
  const namesAll = seen === 'named' || seen === 'both';
  const sky = {
    SIDE,
    ACROSS: acrossOf(fields),
    PIXEL_DEGREES,
    MASKED: masked,
    BORDER,
    DISC_RADIUS,
    DISCS_X: DISCS.map(([x]) => x),
    DISCS_Y: DISCS.map(([, y]) => y),
  };
  const powers = { PIXEL_AREA, POWER_FLOOR, EDGES: BAND_EDGES.slice(0, BANDS.count + 1) };
  const named = {
    PEAK_SMOOTHING: PEAKS.smoothing,
    PEAK_LOWEST: PEAKS.lowest,
    PEAK_BINS: PEAKS.count,
    PEAK_WIDTH,
    PEAK_NOISE,
    MOMENT_SMOOTHINGS: [...MOMENT_SMOOTHINGS],
    VARIANCE_FLOOR,
  };
  const summarise = `def summarise(x):
    """Raw data x [n, pixels] -> what the network is given."""
    return ${RESULTS[seen]}`;
  return {
    constants: {
      ...sky,
      ...(seen === 'map' ? {} : powers),
      ...(namesAll ? named : {}),
    },
    code: [...FUNCTIONS[seen], ...(namesAll ? [NAMED_RESULT] : []), summarise].join('\n\n\n'),
  };
}
