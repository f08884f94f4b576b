/** A likelihood that somebody wrote is not that of the simulator beside it: nothing is computed from it. The message says what was found. */
export class LikelihoodRefusal extends Error {
  override readonly name = 'LikelihoodRefusal';
}

/** Also of one that a message has carried, which keeps the name alone. */
export function isLikelihoodRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'LikelihoodRefusal';
}
