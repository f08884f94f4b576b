/** Every check ends in a verdict: a level and one sentence with a number. */
export interface Verdict {
  /** 'good': no sign of a problem; 'warn': weak evidence, or too little data to say; 'bad': evidence at 99 %. */
  readonly level: 'good' | 'warn' | 'bad';
  readonly sentence: string;
}

/** p-values, corrected where several are taken together, below which a verdict is 'bad' and below which it is 'warn'. */
export const BAD = 0.01;
export const WARN = 0.05;
