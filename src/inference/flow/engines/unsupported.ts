/** An engine cannot run a network of this size on this machine: no fault of the engine, and another may take its place. */
export class UnsupportedNetwork extends RangeError {
  override readonly name = 'UnsupportedNetwork';
}
