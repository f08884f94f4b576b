/**
 * The part of papaparse that csv.ts uses. The published types pull Node's and the DOM's globals into whatever imports
 * them, and this library must compile without either.
 */
declare module 'papaparse' {
  const Papa: {
    parse(
      text: string,
      options: { readonly delimiter: string; readonly header: false; readonly skipEmptyLines: false },
    ): {
      readonly data: readonly (readonly string[])[];
      readonly errors: readonly { readonly type: string; readonly message: string; readonly row?: number }[];
    };
  };
  export = Papa;
}
