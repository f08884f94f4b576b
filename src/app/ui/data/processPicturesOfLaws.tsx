/** The pictures (processPictures.tsx) of a gene, an epidemic, and things that are built. */
import type { ReactNode } from 'react';
import { Box, Label, type Picture, Place, right, S } from './processDrawing.tsx';
import css from './ProcessPicture.module.css';

/** Healthy, infected, recovered people; below, which of them are counted. */
export function compartments(summary: string, counted: ReactNode): Picture {
  return {
    summary,
    symbols: ['β', 'γ'],
    draw: () => (
      <>
        <Box x={8} width={70}>
          healthy
        </Box>
        {right(82, 126, 42)}
        <Label x={104} y={34}>
          <S>β</S>
        </Label>
        <Box x={131} width={78}>
          infected
        </Box>
        {right(213, 257, 42)}
        <Label x={235} y={34}>
          <S>γ</S>
        </Label>
        <Box x={262} width={74}>
          recovered
        </Box>
        {counted}
      </>
    ),
  };
}

export const LAWS: Readonly<Record<string, Picture>> = {
  'gene-delay': {
    summary:
      'A gene is switched on; mRNA is made at the rate alpha; after the delay tau, protein is made of it at the rate beta; both decay.',
    symbols: ['α', 'β', 'τ'],
    draw: () => (
      <>
        <path className={css.wave} d="M6 50H18V30H40V50H52" />
        <Label x={29} y={72}>
          pulse
        </Label>
        {right(56, 94, 42)}
        <Label x={75} y={32}>
          <S>α</S>
        </Label>
        <Box x={100} width={66}>
          mRNA
        </Box>
        {right(171, 239, 42)}
        <Label x={205} y={32}>
          <S>β</S>, <S>τ</S> later
        </Label>
        <Box x={245} width={76}>
          protein
        </Box>
        <Label x={210} y={72}>
          both decay, and are read with noise
        </Label>
      </>
    ),
  },
  epidemic: compartments(
    'Healthy people are infected at the rate beta and recover at the rate gamma; new infections are counted day by day.',
    <>
      <path className={css.arrow} d="M104 46V58" />
      <Label x={104} y={72}>
        counted by the day
      </Label>
    </>,
  ),
  cylinder: {
    summary:
      'A tube seen along its axis: the pressure inside pushes its wall outwards, more where the moduli lambda and mu are small; gauges measure how far.',
    symbols: ['λ', 'μ'],
    draw: () => (
      <>
        <Label x={12} y={42} anchor="start">
          pressure
        </Label>
        {right(72, 104, 38)}
        <circle className={css.place} cx={148} cy={38} r={34} />
        <circle className={css.wave} cx={148} cy={38} r={17} />
        <path className={css.arrow} d="M148 38H163M148 38H133M148 38V23M148 38V53" />
        <Label x={228} y={24}>
          wall <S>λ</S>, <S>μ</S>
        </Label>
        {right(188, 246, 38)}
        <Label x={252} y={42} anchor="start">
          moves outwards
        </Label>
      </>
    ),
  },
  battery: {
    summary:
      'A battery as a circuit: a voltage, a resistance R0, and a resistance R1 beside a capacity C1; a current flows, and the voltage is read.',
    symbols: ['R₀', 'R₁', 'C₁'],
    draw: () => (
      <>
        <path
          className={css.wave}
          d="M30 20V36M20 36H40M24 42H36M30 42V58H316M30 20H78M126 20H172M172 8H186M172 8V32M172 32H186M238 8H252V32M238 32H252M252 20H316"
        />
        <rect className={css.place} x={78} y={11} width={48} height={18} rx={3} />
        <Label x={102} y={25}>
          <S>R₀</S>
        </Label>
        <rect className={css.place} x={186} y={0} width={52} height={17} rx={3} />
        <Label x={212} y={13}>
          <S>R₁</S>
        </Label>
        <rect className={css.place} x={186} y={24} width={52} height={17} rx={3} />
        <Label x={212} y={37}>
          <S>C₁</S>
        </Label>
        <Label x={316} y={43} anchor="end">
          voltage
        </Label>
        <Label x={160} y={74}>
          a current, then none
        </Label>
      </>
    ),
  },
  bridge: {
    summary: 'A bridge of stiffness EI and mass per length m sounds with frequencies that depend on EI over m alone.',
    symbols: ['EI', 'm′'],
    draw: () => (
      <>
        <path className={css.mark} d="M8 30H180M16 30L10 42H22ZM172 30L166 42H178Z" />
        <path className={css.wave} d="M16 30C56 50 132 50 172 30" strokeDasharray="3 3" />
        <Label x={94} y={22}>
          stiffness <S>EI</S>
        </Label>
        <Label x={94} y={68}>
          mass <S>m′</S>
        </Label>
        {right(192, 240, 34)}
        <Place x={278} y={34} rx={30} ry={20} />
        <path className={css.wave} d="M252 34Q259 18 266 34T280 34T294 34T304 34" />
        <Label x={278} y={72}>
          frequencies
        </Label>
      </>
    ),
  },
};
