/** What can be asked of a run of a neural ODE. */
import type { Finding } from '../learner.ts';

export interface NeuralOdeQuestions {
  'ode.profile': { readonly params: null; readonly result: Finding };
  'ode.compare': { readonly params: null; readonly result: Finding };
  'ode.lags': { readonly params: null; readonly result: Finding };
  'ode.loop': { readonly params: null; readonly result: Finding };
}
