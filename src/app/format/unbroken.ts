/** Text whose numbers stay with their signs at the end of a line: "90 %", "90.3 ± 0.7 %". */
export function unbroken(text: string): string {
  return text.replaceAll(/(?<=\d) (?=%|±)|(?<=±) (?=\d)/g, '\u00A0');
}
