/** A bridge answers, and not as this page needs it; the message says what is wrong, and what the user can do about it. */
export class BridgeRefusal extends Error {
  override readonly name = 'BridgeRefusal';
}
