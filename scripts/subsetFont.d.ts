/** What the page uses of subset-font, which comes without types. */
declare module 'subset-font' {
  export interface Options {
    readonly targetFormat?: 'woff2';
    readonly variationAxes?: Readonly<
      Record<string, { readonly min: number; readonly max: number; readonly default: number }>
    >;
  }
  /** @param text the characters that stay */
  export default function subsetFont(font: Uint8Array, text: string, options?: Options): Promise<Uint8Array>;
}
