/**
 * The colours of tokens.css for plotly, which cannot read custom properties, and the type sizes of the figures. One
 * meaning per colour: prior grey, posterior blue, reference amber and dashed, truth vermilion. Series of an observation
 * run through a ramp of plums, a hue that none of these uses, from dark to light so that order survives without colour.
 */
export type ThemeName = 'light' | 'dark';

export interface PlotTheme {
  readonly name: ThemeName;
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly border: string;
  readonly prior: string;
  readonly posterior: string;
  readonly reference: string;
  readonly truth: string;
  /** Words in the colours of reference and truth, with the contrast that type needs. */
  readonly words: { readonly reference: string; readonly truth: string };
  /** Pinned runs, by their place in the list: hues that mean nothing else, dotted. */
  readonly pins: readonly string[];
  /** Axis lines and ticks: between muted and border. */
  readonly axis: string;
  /** Bands of what chance allows (SBC, coverage), under the data. */
  readonly band: string;
  /** Opacity of one nested region; four of them lie over each other in the middle. */
  readonly regionOpacity: number;
  /** Opacity of the fill under a one-dimensional posterior. */
  readonly fillOpacity: number;
  /** From the first series to the last. */
  readonly seriesRamp: readonly string[];
  /** From low to high values of a field. */
  readonly fieldScale: readonly (readonly [number, string])[];
  readonly font: string;
  readonly symbolFont: string;
  /** Pixels; the builders measure their margins in it. */
  readonly fontSize: number;
  /** Factor of line and marker sizes: 1, more for a projector. */
  readonly weight: number;
}

const fonts = {
  font: "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif",
  symbolFont: "'STIX Two Text', 'Cambria Math', Cambria, Georgia, 'Times New Roman', serif",
  fontSize: 12,
  weight: 1,
};

export const plotThemes: Readonly<Record<ThemeName, PlotTheme>> = {
  light: {
    name: 'light',
    surface: '#ffffff',
    text: '#16181d',
    muted: '#5d6675',
    border: '#e2e5ea',
    prior: '#9aa3af',
    posterior: '#0072b2',
    reference: '#e69f00',
    truth: '#d55e00',
    words: { reference: '#8a5f00', truth: '#b34700' },
    pins: ['#7a3fc4', '#00857a', '#8c5a1e', '#c2308f', '#5c7a00'],
    axis: '#8b94a1',
    band: '#e1e4e9',
    regionOpacity: 0.17,
    fillOpacity: 0.2,
    seriesRamp: ['#2b1030', '#6d2b6b', '#a75a9d', '#d69ac8'],
    fieldScale: [
      [0, '#fbf7fb'],
      [0.35, '#dcb7d6'],
      [0.7, '#8f4a8b'],
      [1, '#2b1030'],
    ],
    ...fonts,
  },
  dark: {
    name: 'dark',
    surface: '#151a20',
    text: '#e8ebf0',
    muted: '#a0a9b6',
    border: '#262d36',
    prior: '#7c8694',
    posterior: '#3f9be0',
    reference: '#f0b23c',
    truth: '#ff7a45',
    words: { reference: '#f0b23c', truth: '#ff7a45' },
    pins: ['#b28bff', '#3fc9b8', '#d29a5c', '#ff7ad0', '#b5cf4a'],
    axis: '#66707e',
    band: '#2a323c',
    regionOpacity: 0.19,
    fillOpacity: 0.22,
    seriesRamp: ['#fbeaf7', '#e0aed6', '#b877af', '#8a4f86'],
    fieldScale: [
      [0, '#1b1720'],
      [0.35, '#5d3560'],
      [0.7, '#b877af'],
      [1, '#fbeaf7'],
    ],
    ...fonts,
  },
};

/** The theme with type and marks enlarged by `factor`, for a projector. */
export function enlarged(theme: PlotTheme, factor: number): PlotTheme {
  return { ...theme, fontSize: theme.fontSize * factor, weight: theme.weight * factor };
}

/**
 * Colours of images from low to high, the same in both themes: viridis (S. van der Walt & N. Smith, matplotlib, CC0), whose
 * lightness rises evenly and which is read with any colour vision.
 */
export const imageRamp = [
  '#440154',
  '#481a6c',
  '#472f7d',
  '#414487',
  '#39568c',
  '#31688e',
  '#2a788e',
  '#23888e',
  '#1f988b',
  '#22a884',
  '#35b779',
  '#54c568',
  '#7ad151',
  '#a5db36',
  '#d2e21b',
  '#fde725',
] as const;

/** Red, green and blue of `#rrggbb`, 0 to 255. */
export function channelsOf(hex: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}

/** Of values of both signs: blue below, white at zero, red above (ColorBrewer RdBu, which the colour-blind can read). */
export const signedRamp = ['#2166ac', '#67a9cf', '#d1e5f0', '#f7f7f7', '#fddbc7', '#ef8a62', '#b2182b'] as const;

/** `#rrggbb` with an opacity in [0, 1], as `rgba(...)`. */
export function withOpacity(hex: string, opacity: number): string {
  return `rgba(${channelsOf(hex).join(',')},${opacity})`;
}

/** The colour at `t` in [0, 1] along a ramp of equally spaced `#rrggbb` stops, mixed in sRGB. */
export function rampColour(ramp: readonly string[], t: number): string {
  const position = Math.min(Math.max(t, 0), 1) * (ramp.length - 1);
  const below = Math.min(Math.floor(position), ramp.length - 2);
  const [from, to] = [channelsOf(ramp[below]), channelsOf(ramp[below + 1])];
  const mixed = from.map((value, i) => Math.round(value + (to[i] - value) * (position - below)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Colours of `count` series, first to last. One series is drawn in the colour of text. */
export function seriesColours(theme: PlotTheme, count: number): string[] {
  if (count === 1) return [theme.text];
  return Array.from({ length: count }, (_, i) => rampColour(theme.seriesRamp, i / (count - 1)));
}
