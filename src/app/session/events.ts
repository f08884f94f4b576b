/**
 * What a part of the session says to parts that are made after it and that it therefore cannot call. These are the only
 * circles among the parts: everything else is a call along the order of session.ts. Who is called for which is in reactions.ts.
 */
export type SessionEvent =
  /** The network on screen is about to go, and nothing of it has gone yet: whoever wants it takes it now. */
  | 'network leaves'
  /** A study has been opened, or its weights were reset, before its next step: the engine knows nothing but the study. */
  | 'network opened'
  /** A network that has learnt the priors too has answered for others than before. */
  | 'other priors answered';

export class SessionEvents {
  readonly #listeners: ((event: SessionEvent) => void)[] = [];

  /** Calls the listeners before it returns. */
  emit(event: SessionEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  subscribe(listener: (event: SessionEvent) => void): void {
    this.#listeners.push(listener);
  }
}
