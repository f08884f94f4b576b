/** The elements of MathML that formulas.tsx uses: React renders them, its types do not know them. */
import type { HTMLAttributes } from 'react';

type MathElement = HTMLAttributes<MathMLElement>;

declare module 'react' {
  // oxlint-disable-next-line typescript/no-namespace -- the only way to add to React's elements
  namespace JSX {
    interface IntrinsicElements {
      math: MathElement & { readonly display?: 'block' | 'inline' };
      mrow: MathElement;
      mi: MathElement;
      mo: MathElement;
      mn: MathElement;
      mfrac: MathElement;
      msub: MathElement;
      msup: MathElement;
      munderover: MathElement;
      mspace: MathElement & { readonly width?: string };
    }
  }
}
