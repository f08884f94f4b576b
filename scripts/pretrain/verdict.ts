/** What a verification comes to: for one network, and for all of them. */

export type Verdict =
  /** `remarks`: what may differ, does, and is renewed. */
  | { readonly kind: 'equal'; readonly remarks: readonly string[] }
  | { readonly kind: 'unequal'; readonly differences: readonly string[] }
  /** There is nothing to compare with. */
  | { readonly kind: 'unrecorded'; readonly reason: string };

export function verdictOf(differences: readonly string[], remarks: readonly string[]): Verdict {
  return differences.length === 0 ? { kind: 'equal', remarks } : { kind: 'unequal', differences };
}

/** Whether the hashes of the code are renewed: of all networks or of none, since the code is one. */
export function isVerified(verdicts: readonly Verdict[]): boolean {
  return verdicts.length > 0 && verdicts.every(({ kind }) => kind === 'equal');
}

/** Differences of one network that are told; more of them say no more. */
const MOST_TOLD = 8;

/** A line for a network, and one for each difference or remark. */
export function told(id: string, verdict: Verdict): string {
  switch (verdict.kind) {
    case 'equal':
      return lines(`${id}: equal.`, verdict.remarks);
    case 'unequal':
      return lines(`${id}: NOT equal.`, verdict.differences);
    case 'unrecorded':
      return `${id}: NOT verified. ${verdict.reason}: train it (npm run pretrain -- --networks ${id}), or compare all steps (--verify --whole).`;
    default:
      return verdict satisfies never;
  }
}

function lines(first: string, others: readonly string[]): string {
  const more = others.length > MOST_TOLD ? [`and ${others.length - MOST_TOLD} more differences`] : [];
  return [first, ...[...others.slice(0, MOST_TOLD), ...more].map((other) => `  ${other}`)].join('\n');
}
