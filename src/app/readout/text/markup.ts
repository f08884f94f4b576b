/**
 * The markup of lessons as a tree: paragraphs of plain text, stress, terms and formulas. Lessons say in lesson.ts how it is
 * written. Pure; ui/lessons draws it, print and tests read its words.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'stress'; readonly text: string }
  /** A term of the glossary, and how it stands here. */
  | { readonly kind: 'term'; readonly term: string; readonly text: string }
  | { readonly kind: 'formula'; readonly formula: readonly Part[] };

export type Block =
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'formula'; readonly formula: readonly Part[] };

/** Part of a formula: what MathML has an element for. */
export type Part =
  | { readonly kind: 'variable' | 'word' | 'number' | 'operator'; readonly text: string }
  | { readonly kind: 'scripts'; readonly base: Part; readonly sub: Part | null; readonly sup: Part | null }
  | { readonly kind: 'group'; readonly parts: readonly Part[] }
  | { readonly kind: 'sqrt'; readonly of: Part }
  | { readonly kind: 'frac'; readonly over: Part; readonly under: Part };

/** @throws for a mark that is not closed, with the text after it */
export function readMarkup(text: string): Block[] {
  return text
    .split(/\n\s*\n/)
    .map((piece) => piece.trim().replaceAll(/\s*\n\s*/g, ' '))
    .filter((piece) => piece !== '')
    .map((piece) => {
      const own = /^\$\$(.+)\$\$$/.exec(piece);
      if (own !== null) return { kind: 'formula', formula: readFormula(own[1]) };
      return { kind: 'paragraph', inlines: readInlines(piece) };
    });
}

/** What stands between the marks, one after the other. */
export function readInlines(text: string): Inline[] {
  const inlines: Inline[] = [];
  let rest = text;
  while (rest !== '') {
    const at = rest.search(/\*|\$|\[\[/);
    if (at !== 0) {
      inlines.push({ kind: 'text', text: at < 0 ? rest : rest.slice(0, at) });
      rest = at < 0 ? '' : rest.slice(at);
      continue;
    }
    const mark = rest.startsWith('[[') ? '[[' : rest[0];
    const close = mark === '[[' ? ']]' : mark;
    const end = rest.indexOf(close, mark.length);
    if (end < 0) throw new Error(`"${mark}" is not closed in "${rest.slice(0, 60)}": close it with "${close}".`);
    inlines.push(marked(mark, rest.slice(mark.length, end)));
    rest = rest.slice(end + close.length);
  }
  return inlines;
}

function marked(mark: string, inside: string): Inline {
  if (mark === '$') return { kind: 'formula', formula: readFormula(inside) };
  if (mark === '*') return { kind: 'stress', text: inside };
  const [term, text = term] = inside.split('|');
  return { kind: 'term', term, text };
}

const GREEK: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  eta: 'η',
  theta: 'θ',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  xi: 'ξ',
  pi: 'π',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  phi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
  Delta: 'Δ',
  Theta: 'Θ',
  Lambda: 'Λ',
  Sigma: 'Σ',
  Phi: 'Φ',
  Psi: 'Ψ',
  Omega: 'Ω',
}; // prettier-ignore
const OPERATORS: Readonly<Record<string, string>> = {
  '<=': '≤',
  '>=': '≥',
  '->': '→',
  '!=': '≠',
  '~=': '≈',
  '*': '×',
  '-': '−',
  '...': '…',
  sum: '∑',
  int: '∫',
  infinity: '∞',
}; // prettier-ignore
const TOKEN = /\s*(<=|>=|->|!=|~=|\.\.\.|\d+(?:[.,]\d+)*|[A-Za-z]+|[^\sA-Za-z0-9])/y;

/** @throws for a group that is not closed */
export function readFormula(text: string): Part[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) tokens.push(found[1]);
  const reader = new FormulaReader(tokens, text);
  return reader.parts(null);
}

class FormulaReader {
  readonly #tokens: readonly string[];
  readonly #text: string;
  #at = 0;

  constructor(tokens: readonly string[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  /** @param end the token that closes them; null: the end of the formula */
  parts(end: string | null): Part[] {
    const parts: Part[] = [];
    while (this.#at < this.#tokens.length && this.#tokens[this.#at] !== end) parts.push(this.#scripted());
    if (end === null) return parts;
    if (this.#at >= this.#tokens.length) throw new Error(`"{" is not closed in the formula "${this.#text}".`);
    this.#at++;
    return parts;
  }

  #scripted(): Part {
    const base = this.#one();
    let sub: Part | null = null;
    let sup: Part | null = null;
    for (let mark = this.#tokens[this.#at]; mark === '_' || mark === '^'; mark = this.#tokens[this.#at]) {
      this.#at++;
      if (mark === '_') sub = this.#one();
      else sup = this.#one();
    }
    return sub === null && sup === null ? base : { kind: 'scripts', base, sub, sup };
  }

  #one(): Part {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Error(`Something is missing at the end of the formula "${this.#text}".`);
    if (token === '{') return { kind: 'group', parts: this.parts('}') };
    if (token === 'sqrt') return { kind: 'sqrt', of: this.#one() };
    if (token === 'frac') return { kind: 'frac', over: this.#one(), under: this.#one() };
    if (Object.hasOwn(GREEK, token)) return { kind: 'variable', text: GREEK[token] };
    if (Object.hasOwn(OPERATORS, token)) return { kind: 'operator', text: OPERATORS[token] };
    if (/^\d/.test(token)) return { kind: 'number', text: token };
    if (/^\p{L}$/u.test(token)) return { kind: 'variable', text: token };
    if (/^\p{L}/u.test(token)) return { kind: 'word', text: token };
    return { kind: 'operator', text: token };
  }
}

/** The text as one reads it, without marks. */
export function plainText(text: string): string {
  return readMarkup(text)
    .map((block) => (block.kind === 'formula' ? formulaText(block.formula) : block.inlines.map(inlineText).join('')))
    .join(' ');
}

/** Words of a text, formulas in the line as one word each, those of their own as none. */
export function countWords(text: string): number {
  return readMarkup(text)
    .flatMap((block) => (block.kind === 'formula' ? [] : block.inlines))
    .map((inline) => (inline.kind === 'formula' ? 'x' : inline.text))
    .join(' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function inlineText(inline: Inline): string {
  return inline.kind === 'formula' ? formulaText(inline.formula) : inline.text;
}

/** A formula in a line of plain text: for print, names and screen readers. */
export function formulaText(parts: readonly Part[]): string {
  return parts
    .map(partText)
    .join(' ')
    .replaceAll(/\s*([()|,])\s*/g, '$1')
    .replaceAll(/,/g, ', ');
}

function partText(part: Part): string {
  switch (part.kind) {
    case 'variable':
    case 'word':
    case 'number':
    case 'operator':
      return part.text;
    case 'scripts': {
      const [sub, sup] = [part.sub, part.sup].map((script) => (script === null ? null : partText(script)));
      return `${partText(part.base)}${sub === null ? '' : `_${sub}`}${sup === null ? '' : `^${sup}`}`;
    }
    case 'group':
      return formulaText(part.parts);
    case 'sqrt':
      return `sqrt(${partText(part.of)})`;
    case 'frac':
      return `(${partText(part.over)})/(${partText(part.under)})`;
    default:
      return part satisfies never;
  }
}
