/** A run has been given up: its loss was not finite again and again, also from earlier weights. */
export class LossNotFinite extends Error {
  override readonly name = 'LossNotFinite';
}
