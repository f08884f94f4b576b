/** Parameters as quantities of the page. */
import type { ParameterSpec, Quantity } from './system.ts';

/** Each parameter as a quantity of its own; on a logarithmic axis where its slider is. */
export function parameterQuantities(parameters: readonly ParameterSpec[]): Quantity[] {
  return parameters.map(({ key, symbol, label, unit, slider }, j) => ({
    key,
    symbol,
    label,
    unit,
    scale: slider.scale,
    value: (theta) => theta[j],
  }));
}
