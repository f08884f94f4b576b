/** What the user takes away: how many draws, and the file that is being made. */

export const DRAWS = { low: 100, high: 100_000, first: 4000 } as const;

export interface ExportingSlice {
  /** Number of posterior draws in a file. */
  readonly draws: number;
  /** `fraction` of the file that is done. Null: none is being made. */
  readonly making: { readonly id: string; readonly fraction: number } | null;
  /** Why the last file could not be made. */
  readonly failure: { readonly id: string; readonly sentence: string } | null;
  /** What the last file has less of than was asked for. */
  readonly notice: { readonly id: string; readonly sentence: string } | null;
}

export const exportingSlice: ExportingSlice = { draws: DRAWS.first, making: null, failure: null, notice: null };
