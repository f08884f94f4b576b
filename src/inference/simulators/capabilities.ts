/** What can be done with a system, and the sentence that the page prints where something cannot. */

export type Possible = true | { /** Why not: a whole sentence. */ readonly no: string };

export interface Capabilities {
  /** To draw data at given parameters: afresh, for predictions, references and checks. */
  readonly simulate: Possible;
  /** To train and check under other priors than the default ones. */
  readonly movePriors: Possible;
  /** ln p(x | theta), where all nuisance parameters are fixed (`Model.logLikelihood`). */
  readonly likelihood: Possible;
  /** A reference posterior. A problem or data may still have none (`System.reference`). */
  readonly reference: Possible;
  /** A link that holds the study: whoever opens it has the system. */
  readonly link: Possible;
}

export const EVERYTHING: Capabilities = {
  simulate: true,
  movePriors: true,
  likelihood: true,
  reference: true,
  link: true,
};

/** For a system, or a design of one, without a likelihood. */
export const UNKNOWN_LIKELIHOOD = { no: 'This needs a known likelihood, which this system does not have.' } as const;

/** The sentence; null: it is possible. */
export function whyNot(possible: Possible): string | null {
  return possible === true ? null : possible.no;
}
