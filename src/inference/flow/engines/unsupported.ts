/** An engine has no kernels for a kind of network: no fault of the engine, and another may take its place. */
export class UnsupportedNetwork extends RangeError {
  override readonly name = 'UnsupportedNetwork';
}
