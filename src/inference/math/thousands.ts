/**
 * A whole number in a text: 12,400. Not by toLocaleString, whose first call takes a browser some 16 ms, and these texts are
 * wanted before the first frame.
 */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
