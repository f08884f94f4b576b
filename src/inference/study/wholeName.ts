/** The whole name behind a symbol that may have been shortened for cards and axes: for files and titles. */
export function wholeName({ key, symbol }: { readonly key: string; readonly symbol: string }): string {
  return symbol.includes('…') ? key : symbol;
}
