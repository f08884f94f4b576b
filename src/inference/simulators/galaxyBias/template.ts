/**
 * The linear matter power spectrum P_m(k) = C k^ns T(k)^2 of one fixed cosmology, with C from sigma8. The transfer
 * function T is the no-wiggle fit of Eisenstein & Hu 1998 (ApJ 496, 605, eqs. 26, 28-31), their full fit with acoustic
 * wiggles (eqs. 2-24), or BBKS (Bardeen et al. 1986, eq. G3) with the baryon correction of Sugiyama 1995. The template
 * is held fixed in inference: A and b multiply it.
 */

export const TEMPLATES = ['eisensteinHu', 'eisensteinHuWiggles', 'bbks'] as const;
export type Template = (typeof TEMPLATES)[number];

/** Flat LambdaCDM near Planck 2018. `tCmb` in kelvin; the others are dimensionless. */
export const COSMOLOGY = { omegaM: 0.315, omegaB: 0.049, h: 0.674, ns: 0.965, sigma8: 0.811, tCmb: 2.7255 } as const;

const { omegaM, omegaB, h } = COSMOLOGY;
const matter = omegaM * h * h;
const baryon = omegaB * h * h;
const baryonFraction = omegaB / omegaM;
const theta = COSMOLOGY.tCmb / 2.7;

/** Eisenstein & Hu 1998 without wiggles; `k` in h/Mpc. */
function noWiggle(k: number): number {
  const sound = (44.5 * Math.log(9.83 / matter)) / Math.sqrt(1 + 10 * baryon ** 0.75);
  const alpha =
    1 - 0.328 * Math.log(431 * matter) * baryonFraction + 0.38 * Math.log(22.3 * matter) * baryonFraction ** 2;
  const gamma = omegaM * h * (alpha + (1 - alpha) / (1 + (0.43 * k * h * sound) ** 4));
  const q = (k * theta * theta) / gamma;
  const L = Math.log(2 * Math.E + 1.8 * q);
  return L / (L + (14.2 + 731 / (1 + 62.5 * q)) * q * q);
}

/** BBKS with Sugiyama's shape parameter; `k` in h/Mpc. */
function bbks(k: number): number {
  const gamma = omegaM * h * Math.exp(-omegaB * (1 + Math.sqrt(2 * h) / omegaM));
  const q = k / gamma;
  const polynomial = 1 + 3.89 * q + (16.1 * q) ** 2 + (5.46 * q) ** 3 + (6.71 * q) ** 4;
  return (Math.log1p(2.34 * q) / (2.34 * q)) * polynomial ** -0.25;
}

/** Constants of the full fit that do not depend on k; names follow the paper. */
function wiggleConstants() {
  const zEq = (2.5e4 * matter) / theta ** 4;
  const kEq = (0.0746 * matter) / theta ** 2;
  const b1 = 0.313 * matter ** -0.419 * (1 + 0.607 * matter ** 0.674);
  const b2 = 0.238 * matter ** 0.223;
  const zDrag = ((1291 * matter ** 0.251) / (1 + 0.659 * matter ** 0.828)) * (1 + b1 * baryon ** b2);
  const rDrag = ((31.5 * baryon) / theta ** 4) * (1000 / (1 + zDrag));
  const rEq = ((31.5 * baryon) / theta ** 4) * (1000 / zEq);
  const sound =
    (2 / (3 * kEq)) *
    Math.sqrt(6 / rEq) *
    Math.log((Math.sqrt(1 + rDrag) + Math.sqrt(rDrag + rEq)) / (1 + Math.sqrt(rEq)));
  const silk = 1.6 * baryon ** 0.52 * matter ** 0.73 * (1 + (10.4 * matter) ** -0.95);
  const a1 = (46.9 * matter) ** 0.67 * (1 + (32.1 * matter) ** -0.532);
  const a2 = (12 * matter) ** 0.424 * (1 + (45 * matter) ** -0.582);
  const alphaC = a1 ** -baryonFraction * a2 ** -(baryonFraction ** 3);
  const c1 = 0.944 / (1 + (458 * matter) ** -0.708);
  // The exponent is negative, and the outer bracket is one plus c1[...]: some public copies have both wrong.
  const c2 = (0.395 * matter) ** -0.0266;
  const betaC = 1 / (1 + c1 * ((1 - baryonFraction) ** c2 - 1));
  const y = zEq / (1 + zDrag);
  const root = Math.sqrt(1 + y);
  const G = y * (-6 * root + (2 + 3 * y) * Math.log((root + 1) / (root - 1)));
  const alphaB = 2.07 * kEq * sound * (1 + rDrag) ** -0.75 * G;
  const betaNode = 8.41 * matter ** 0.435;
  const betaB = 0.5 + baryonFraction + (3 - 2 * baryonFraction) * Math.sqrt((17.2 * matter) ** 2 + 1);
  return { kEq, sound, silk, alphaC, betaC, alphaB, betaNode, betaB };
}
const W = wiggleConstants();

/** Eisenstein & Hu 1998 with wiggles; `k` in h/Mpc (the fit itself is in 1/Mpc). */
function withWiggles(kh: number): number {
  const k = kh * h;
  const q = k / (13.41 * W.kEq);
  const ks = k * W.sound;
  const pressureless = (alpha: number, beta: number): number => {
    const L = Math.log(Math.E + 1.8 * beta * q);
    return L / (L + (14.2 / alpha + 386 / (1 + 69.9 * q ** 1.08)) * q * q);
  };
  const f = 1 / (1 + (ks / 5.4) ** 4);
  const cold = f * pressureless(1, W.betaC) + (1 - f) * pressureless(W.alphaC, W.betaC);
  const shifted = ks * (1 + (W.betaNode / ks) ** 3) ** (-1 / 3);
  const envelope =
    pressureless(1, 1) / (1 + (ks / 5.2) ** 2) +
    (W.alphaB / (1 + (W.betaB / ks) ** 3)) * Math.exp(-((k / W.silk) ** 1.4));
  return baryonFraction * (Math.sin(shifted) / shifted) * envelope + (1 - baryonFraction) * cold;
}

const TRANSFER: Readonly<Record<Template, (k: number) => number>> = {
  eisensteinHu: noWiggle,
  eisensteinHuWiggles: withWiggles,
  bbks,
};

/** T(k), 1 on large scales; `k` in h/Mpc. */
export function transfer(template: Template, k: number): number {
  return TRANSFER[template](k);
}

/** C = sigma8^2 / sigma_R^2(C = 1) with a top hat of R = 8 Mpc/h: trapezoid over 2000 nodes in ln k, k = 1e-4..50 h/Mpc. */
export function normalisation(template: Template): number {
  const nodes = 2000;
  const low = Math.log(1e-4);
  const step = (Math.log(50) - low) / (nodes - 1);
  let sum = 0;
  for (let i = 0; i < nodes; i++) {
    const k = Math.exp(low + i * step);
    const x = 8 * k;
    const window = (3 * (Math.sin(x) - x * Math.cos(x))) / x ** 3;
    const integrand = (k ** (3 + COSMOLOGY.ns) * transfer(template, k) ** 2 * window ** 2) / (2 * Math.PI ** 2);
    sum += (i === 0 || i === nodes - 1 ? 0.5 : 1) * integrand;
  }
  return COSMOLOGY.sigma8 ** 2 / (sum * step);
}

const normalised = new Map<Template, number>();

/** P_m as a function of k [h/Mpc], in (Mpc/h)^3. The normalisation is computed once for each template. */
export function matterPower(template: Template): (k: number) => number {
  const C = normalised.get(template) ?? normalisation(template);
  normalised.set(template, C);
  return (k) => C * k ** COSMOLOGY.ns * transfer(template, k) ** 2;
}
