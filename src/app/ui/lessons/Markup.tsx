/** The markup of lessons (readout/text/markup.ts) as paragraphs, formulas in MathML. */
import { createElement, Fragment, type ReactElement, type ReactNode } from 'react';
import { formulaText, type Inline, type Part, readInlines, readMarkup } from '../../readout/text/markup.ts';
import { termNamed } from '../../words/termForms.ts';
import { Term } from '../words/Term.tsx';
import css from './Markup.module.css';

export function Markup({ text }: { readonly text: string }) {
  return readMarkup(text).map((block, i) => {
    // A text does not change: the place of a paragraph is its name.
    const key = `${i}`;
    if (block.kind === 'formula') return <Formula key={key} parts={block.formula} display />;
    return (
      <p key={key} className={css.paragraph}>
        <Inlines inlines={block.inlines} />
      </p>
    );
  });
}

/** One line, without paragraphs. */
export function MarkedLine({ text }: { readonly text: string }) {
  return <Inlines inlines={readInlines(text)} />;
}

function Inlines({ inlines }: { readonly inlines: readonly Inline[] }) {
  return inlines.map((inline, i) => {
    const key = `${i}`;
    switch (inline.kind) {
      case 'text':
        return <Fragment key={key}>{inline.text}</Fragment>;
      case 'stress':
        return <em key={key}>{inline.text}</em>;
      case 'term':
        return <TermInText key={key} term={inline.term} text={inline.text} />;
      case 'formula':
        return <Formula key={key} parts={inline.formula} />;
      default:
        return inline satisfies never;
    }
  });
}

function Formula({ parts, display = false }: { readonly parts: readonly Part[]; readonly display?: boolean }) {
  const math = element('math', [row(parts)], {
    display: display ? 'block' : 'inline',
    'aria-label': formulaText(parts),
  });
  return display ? <div className={css.formula}>{math}</div> : math;
}

/** The types of React know no MathML; browsers do. */
function element(
  name: string,
  children: readonly ReactNode[],
  attributes: Readonly<Record<string, string>> = {},
): ReactElement {
  return createElement(name, attributes, ...children);
}

function row(parts: readonly Part[]): ReactElement {
  return element('mrow', parts.map(drawn));
}

function drawn(part: Part): ReactElement {
  switch (part.kind) {
    case 'variable':
      return element('mi', [part.text]);
    case 'word':
      return element('mi', [part.text], { mathvariant: 'normal' });
    case 'number':
      return element('mn', [part.text]);
    case 'operator':
      return element('mo', [part.text]);
    case 'group':
      return row(part.parts);
    case 'sqrt':
      return element('msqrt', [drawn(part.of)]);
    case 'frac':
      return element('mfrac', [drawn(part.over), drawn(part.under)]);
    case 'scripts':
      return scripts(part);
    default:
      return part satisfies never;
  }
}

function scripts({ base, sub, sup }: Extract<Part, { readonly kind: 'scripts' }>): ReactElement {
  const given = [base, sub, sup].filter((part) => part !== null).map(drawn);
  return element(sub === null ? 'msup' : sup === null ? 'msub' : 'msubsup', given);
}

/** A test holds that lessons name terms that the glossary has. */
function TermInText({ term, text }: { readonly term: string; readonly text: string }) {
  const name = termNamed(term);
  return name === null ? <dfn>{text}</dfn> : <Term name={name}>{text}</Term>;
}
