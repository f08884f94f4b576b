/** The label that stands beside a symbol; '' where it says nothing more: a parameter may have been given a name alone. */
export function furtherLabel({ symbol, label }: { readonly symbol: string; readonly label: string }): string {
  return label === symbol ? '' : label;
}
