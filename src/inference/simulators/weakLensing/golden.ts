/** Reference numbers for the tests of weak lensing, from a separate float64 implementation, at Omega_m = 0.3, sigma_8 = 0.8. */
export const GOLDEN = {
  noisePower: 2.8600191079974306e-10,
  noiseVariance: 3.845688888888889e-5,
  /** Of kappa on the pixels, without noise. */
  signalVariance: 5.482384047768375e-5,
  emptyConvergence: 0.06632597,
  /** k0 of the lognormal law, and the variance of the Gaussian field under it. */
  lowestConvergence: 0.02785695544110172,
  gaussianVariance: 0.06826441972707638,
  /** <kappa^3> / <kappa^2>^2 of a lognormal map. */
  S3: 110.22914467792108,
  /** P at these multipoles, to the digits that are known. */
  power: [
    { l: 30, value: 1.949e-8 },
    { l: 102.43646621500805, value: 5.42e-9 },
    { l: 349.77432035394946, value: 1.0686e-9 },
    { l: 1194.3215116604913, value: 2.354e-10 },
  ],
  /** Of one Gaussian field without mask, in ln Omega_m and ln sigma_8. */
  fisher: { sdLnMatter: 0.76688127, sdLnSigma8: 0.40593476, correlation: -0.99915251, alpha: 0.52908 },
} as const;
