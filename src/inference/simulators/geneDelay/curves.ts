/** The curves of the three pulses at the times of the readings: each is the response to a switch less the same a pulse later. */
import { PULSES, STEP, TIMES } from './design.ts';
import { type Rates, responses } from './kinetics.ts';

/** A function that writes mRNA and protein [pulse, time, 2] without noise; it keeps its working memory. */
export function curvesOfPulses(): (rates: Rates, out: Float64Array) => void {
  const mrna = new Float64Array(TIMES.length + 1);
  const protein = new Float64Array(TIMES.length + 1);
  return (rates, out) => {
    responses(rates, STEP, { mrna, protein });
    let i = 0;
    for (const on of PULSES) {
      const later = on / STEP;
      for (let j = 1; j <= TIMES.length; j++, i += 2) {
        out[i] = mrna[j] - (j > later ? mrna[j - later] : 0);
        out[i + 1] = protein[j] - (j > later ? protein[j - later] : 0);
      }
    }
  };
}
