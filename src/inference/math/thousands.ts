/**
 * A whole number in a text: 12,400. Not by toLocaleString, at whose first call a browser loads its number formats: these
 * texts are wanted before the first frame.
 */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
