/**
 * What each simulator does, as a small picture: what comes in, what happens, what is seen, with each parameter at the place where it
 * acts. Drawn here, of no data on the page. A system without one is shown without.
 */
import type { ReactNode } from 'react';
import { Box, dots, Label, loop, type Picture, Place, right, S } from './processDrawing.tsx';
import { compartments, LAWS } from './processPicturesOfLaws.tsx';
import css from './ProcessPicture.module.css';

/** Numbers that are seen with noise around a place: of the Gaussian tasks. */
function scatter(summary: string, noise: ReactNode, wide: boolean): Picture {
  return {
    summary,
    symbols: ['θ'],
    draw: () => (
      <>
        <Label x={52} y={46}>
          place <S>θ</S>
        </Label>
        {right(88, 146, 42)}
        <Label x={117} y={32}>
          {noise}
        </Label>
        {wide ? <Place x={206} y={42} rx={46} ry={32} /> : null}
        <Place x={206} y={42} rx={wide ? 15 : 38} ry={wide ? 11 : 27} />
        {dots([[wide ? 224 : 190, wide ? 24 : 54]], 3.4)}
        {right(262, 296, 42)}
        <Label x={302} y={46} anchor="start">
          x
        </Label>
      </>
    ),
  };
}

const NUMBERS = scatter('A point: its true place theta, to which noise is added; what is seen is x.', '+ noise', false);

const pictures: Readonly<Record<string, Picture>> = {
  ...LAWS,
  'galaxy-image': {
    summary:
      'A galaxy of luminosity L, radius R and concentration n; its light is blurred by the atmosphere and falls on the pixels of a camera, with noise.',
    symbols: ['log L', 'R', 'n'],
    draw: () => (
      <>
        <Place x={44} y={36} rx={34} ry={18} />
        <Place x={44} y={36} rx={12} ry={6} />
        <Label x={44} y={72}>
          light <S>log L</S>, radius <S>R</S>, <S>n</S>
        </Label>
        {right(88, 138, 36)}
        <Label x={113} y={26}>
          blur
        </Label>
        <Place x={180} y={36} rx={36} ry={24} />
        {right(222, 272, 36)}
        <Label x={247} y={26}>
          + noise
        </Label>
        {Array.from({ length: 4 }, (_, i) => (
          <path key={i} className={css.arrow} d={`M280 ${12 + 16 * i}H328M${280 + 16 * i} 12V60`} />
        ))}
        <Label x={304} y={74}>
          32 × 32 pixels
        </Label>
      </>
    ),
  },
  'birth-death': {
    summary:
      'A pond with animals: new ones arrive at the rate nu, are born at the rate lambda, and die at the rate mu.',
    symbols: ['ν', 'λ', 'μ'],
    draw: () => (
      <>
        <Label x={22} y={55} anchor="start">
          arrive <S>ν</S>
        </Label>
        {right(74, 126, 51)}
        <Place x={172} y={51} rx={41} ry={21}>
          {dots([
            [152, 55],
            [163, 47],
            [170, 59],
            [175, 43],
            [182, 52],
            [193, 47],
            [187, 61],
            [160, 62],
          ])}
        </Place>
        {loop(172, 29)}
        <Label x={196} y={18} anchor="start">
          are born <S>λ</S>
        </Label>
        {right(218, 270, 51)}
        <Label x={277} y={55} anchor="start">
          die <S>μ</S>
        </Label>
      </>
    ),
  },
  'galaxy-bias': {
    summary:
      'Matter, clumped with the amplitude A; galaxies form where it is dense, with the bias b; what is measured is how strongly the galaxies clump.',
    symbols: ['A', 'b'],
    draw: () => (
      <>
        <path
          className={css.place}
          d="M8 62C20 62 22 40 32 40S42 60 52 60S60 18 72 18S84 58 94 58S104 48 112 48L112 66H8Z"
        />
        <Label x={60} y={76}>
          matter <S>A</S>
        </Label>
        {right(124, 168, 42)}
        <Label x={146} y={32}>
          bias <S>b</S>
        </Label>
        {dots([
          [196, 40],
          [203, 47],
          [240, 20],
          [234, 29],
          [245, 31],
          [238, 40],
          [248, 43],
          [231, 48],
          [241, 53],
          [278, 52],
        ])}
        <path className={css.ground} d="M182 62H288" />
        <Label x={236} y={76}>
          galaxies
        </Label>
        {right(294, 312, 42)}
        <Label x={316} y={46} anchor="start">
          P(k)
        </Label>
      </>
    ),
  },
  'lorenz-96': {
    summary:
      'Places on a circle of latitude: each value is driven by the forcing F, pushed along by its neighbours, and fades; some are seen, with noise.',
    symbols: ['F'],
    draw: () => (
      <>
        <Label x={14} y={42} anchor="start">
          forcing <S>F</S>
        </Label>
        {right(76, 116, 38)}
        <ellipse className={css.place} cx={170} cy={40} rx={46} ry={30} />
        <path
          className={css.wave}
          d="M124 40C128 24 136 30 140 18S156 22 164 8S182 20 192 14S204 28 214 30S214 50 204 56S190 58 180 72S160 58 150 64S130 56 124 40Z"
        />
        {dots([
          [140, 18],
          [164, 8],
          [192, 14],
          [214, 30],
          [204, 56],
          [180, 72],
          [150, 64],
          [124, 40],
        ])}
        {right(224, 258, 38)}
        <Label x={264} y={35} anchor="start">
          seen with
        </Label>
        <Label x={264} y={50} anchor="start">
          noise
        </Label>
      </>
    ),
  },
  'weak-lensing': {
    summary:
      'Light of distant galaxies passes matter, of density Omega_m and clumped by sigma_8, whose gravity bends it: the shapes that are seen are a little distorted.',
    symbols: ['Ωₘ', 'σ₈'],
    draw: () => (
      <>
        {dots([
          [30, 16],
          [22, 34],
          [38, 50],
        ])}
        <Label x={30} y={74}>
          galaxies
        </Label>
        <path className={css.wave} d="M36 16C110 16 150 18 168 24S230 36 284 36" />
        <path className={css.wave} d="M28 34C90 34 120 36 284 40" />
        <path className={css.wave} d="M44 50C110 50 150 50 168 48S230 44 284 44" />
        <Place x={166} y={36} rx={34} ry={24}>
          {dots([
            [150, 30],
            [158, 40],
            [166, 34],
            [172, 26],
            [176, 42],
            [184, 34],
          ])}
        </Place>
        <Label x={166} y={74}>
          matter <S>Ωₘ</S>, <S>σ₈</S>
        </Label>
        {right(284, 300, 40)}
        <Label x={304} y={44} anchor="start">
          map
        </Label>
      </>
    ),
  },
  'two-moons': {
    summary:
      'A point on a crescent, moved by theta: two places of theta move it alike, so that what is seen, x, has two explanations.',
    symbols: ['θ₁', 'θ₂'],
    draw: () => (
      <>
        <Label x={18} y={42} anchor="start">
          <S>θ₁</S>, <S>θ₂</S>
        </Label>
        {right(62, 118, 38)}
        <Label x={90} y={28}>
          move it
        </Label>
        <path className={css.place} d="M158 8A32 30 0 0 1 158 68A40 36 0 0 0 158 8Z" />
        {dots([[186, 30]], 3.4)}
        {right(204, 246, 38)}
        <Label x={252} y={42} anchor="start">
          seen: x
        </Label>
      </>
    ),
  },
  slcp: {
    summary: 'Five parameters set the place, the spreads and the tilt of a cloud, from which four points are drawn.',
    symbols: ['θ₁', 'θ₅'],
    draw: () => (
      <>
        <Label x={14} y={42} anchor="start">
          <S>θ₁</S> … <S>θ₅</S>
        </Label>
        {right(66, 132, 38)}
        <Label x={99} y={28}>
          set a cloud
        </Label>
        <ellipse className={css.place} cx={186} cy={38} rx={42} ry={20} transform="rotate(-24 186 38)" />
        {dots(
          [
            [166, 46],
            [182, 30],
            [196, 43],
            [210, 24],
          ],
          3.2,
        )}
        {right(236, 268, 38)}
        <Label x={274} y={42} anchor="start">
          four points
        </Label>
      </>
    ),
  },
  'gaussian-linear': NUMBERS,
  'gaussian-linear-uniform': NUMBERS,
  'gaussian-mixture': scatter(
    'A point: its true place theta, to which either wide or narrow noise is added; what is seen is x.',
    'noise',
    true,
  ),
  'bernoulli-glm': {
    summary:
      'A stimulus is weighted with a filter of ten numbers theta; the sum sets how likely a neuron fires in each bin.',
    symbols: ['θ₁', 'θ₁₀'],
    draw: () => (
      <>
        <path className={css.wave} d="M10 44L18 30L26 50L34 36L42 54L50 28L58 46L66 38" />
        <Label x={38} y={72}>
          stimulus
        </Label>
        {right(74, 98, 42)}
        <Box x={104} width={88}>
          filter <S>θ₁</S>…<S>θ₁₀</S>
        </Box>
        {right(198, 222, 42)}
        {[232, 240, 262, 268, 290, 306].map((x) => (
          <path key={x} className={css.mark} d={`M${x} 28V54`} />
        ))}
        <path className={css.ground} d="M226 54H318" />
        <Label x={272} y={72}>
          spikes
        </Label>
      </>
    ),
  },
  sir: compartments(
    'Healthy people are infected at the rate beta and recover at the rate gamma; some of those infected are counted.',
    <Label x={170} y={74}>
      a sample is counted
    </Label>,
  ),
  'lotka-volterra': {
    summary:
      'Prey grow at the rate alpha and are eaten at the rate beta; predators grow by it at the rate delta and die at the rate gamma.',
    symbols: ['α', 'β', 'γ', 'δ'],
    draw: () => (
      <>
        {loop(60, 28)}
        <Label x={84} y={16} anchor="start">
          grow <S>α</S>
        </Label>
        <Box x={28} width={64}>
          prey
        </Box>
        {right(98, 162, 42)}
        <Label x={130} y={35}>
          eaten <S>β</S>
        </Label>
        <Box x={168} width={80}>
          predators
        </Box>
        {loop(208, 28)}
        <Label x={232} y={16} anchor="start">
          grow <S>δ</S>
        </Label>
        {right(254, 288, 42)}
        <Label x={294} y={46} anchor="start">
          die <S>γ</S>
        </Label>
      </>
    ),
  },
};

/** null: the system has none, for instance one of the user's own. */
export function processPicture(system: string): Picture | null {
  return Object.hasOwn(pictures, system) ? pictures[system] : null;
}
