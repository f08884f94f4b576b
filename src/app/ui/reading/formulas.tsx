/** The formulas of the text, as MathML, which browsers draw and read aloud by themselves. */
import type { HTMLAttributes, ReactNode } from 'react';
import css from './ReadingText.module.css';

/** The elements that React renders and its types do not know. */
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

const theta = <mi>θ</mi>;
const x = <mi>x</mi>;

/** name(what | given) */
function Of({ name, what, given }: { readonly name: string; readonly what: ReactNode; readonly given?: ReactNode }) {
  return (
    <mrow>
      <mi>{name}</mi>
      <mo>(</mo>
      {what}
      {given === undefined ? null : (
        <>
          <mo>|</mo>
          {given}
        </>
      )}
      <mo>)</mo>
    </mrow>
  );
}

export function BayesRule() {
  return (
    <p className={css.formula}>
      <math display="block">
        <Of name="p" what={theta} given={x} />
        <mo>=</mo>
        <mfrac>
          <mrow>
            <Of name="p" what={x} given={theta} />
            <Of name="p" what={theta} />
          </mrow>
          <Of name="p" what={x} />
        </mfrac>
      </math>
    </p>
  );
}

export function LossFormula() {
  return (
    <p className={css.formula}>
      <math display="block">
        <mi>L</mi>
        <mo>=</mo>
        <mo>−</mo>
        <mfrac>
          <mn>1</mn>
          <mi>N</mi>
        </mfrac>
        <munderover>
          <mo>∑</mo>
          <mrow>
            <mi>i</mi>
            <mo>=</mo>
            <mn>1</mn>
          </mrow>
          <mi>N</mi>
        </munderover>
        <mi>ln</mi>
        <mspace width="0.2em" />
        <Of
          name="q"
          what={
            <msub>
              {theta}
              <mi>i</mi>
            </msub>
          }
          given={
            <msub>
              {x}
              <mi>i</mi>
            </msub>
          }
        />
      </math>
    </p>
  );
}

export function ChangeOfVariables() {
  return (
    <p className={css.formula}>
      <math display="block">
        <Of name="q" what={theta} given={x} />
        <mo>=</mo>
        <Of name="N" what={<mi>u</mi>} />
        <mspace width="0.2em" />
        <mrow>
          <mo>|</mo>
          <mi>det</mi>
          <mfrac>
            <mrow>
              <mi>∂</mi>
              <mi>u</mi>
            </mrow>
            <mrow>
              <mi>∂</mi>
              {theta}
            </mrow>
          </mfrac>
          <mo>|</mo>
        </mrow>
        <mo>,</mo>
        <mspace width="1em" />
        <mi>u</mi>
        <mo>=</mo>
        <mrow>
          <msup>
            <mi>f</mi>
            <mrow>
              <mo>−</mo>
              <mn>1</mn>
            </mrow>
          </msup>
          <mo>(</mo>
          {theta}
          <mo>;</mo>
          {x}
          <mo>)</mo>
        </mrow>
      </math>
    </p>
  );
}
