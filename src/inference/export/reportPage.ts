/**
 * A report of one answer as one HTML page that needs nothing else: what was assumed, what was observed, the posterior in
 * numbers and figures, every check with its verdict, and how to do it again. No scripts, and a policy that forbids them;
 * whatever comes from outside is escaped. It prints on one page of A4.
 */
import type { Verdict } from '../diagnostics/report/verdict.ts';

export interface ReportRow {
  readonly label: string;
  readonly value: string;
}

export interface ReportQuantity {
  readonly symbol: string;
  readonly label: string;
  readonly unit: string;
  readonly mean: string;
  readonly sd: string;
  /** 5, 50 and 95 %. */
  readonly quantiles: readonly [string, string, string];
  /** Empty where nobody knows it. */
  readonly truth: string;
}

export interface ReportFigure {
  readonly title: string;
  /** Markup of an SVG image, from our own figures. */
  readonly svg: string;
}

export interface ReportContent {
  /** The system's name. */
  readonly system: string;
  /** "p(A, b | 9 band powers)" */
  readonly posterior: string;
  /** What is marginalised or fixed, which network answers. */
  readonly conditions: string;
  /** What the posterior is where it is not the network's own (correction/marks.ts); null: it is. */
  readonly altered: string | null;
  readonly made: string;
  readonly study: readonly ReportRow[];
  readonly observation: string;
  readonly quantities: readonly ReportQuantity[];
  /** Draws that the numbers are from. */
  readonly draws: number;
  /** The first one large, the others in pairs. */
  readonly figures: readonly ReportFigure[];
  readonly checks: readonly { readonly check: string; readonly verdict: Verdict }[];
  readonly reference: string;
  readonly versions: string;
  /** Address that opens the same study. */
  readonly link: string;
  /** Commands that do the same without the page. */
  readonly command: string;
}

const STYLE = `
@page { size: A4; margin: 11mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-width: 800px; color: #16181d; background: #fff;
  font: 12px/1.4 Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 20px; }
h2 { margin: 12px 0 3px; color: #667080; font-size: 10px; letter-spacing: 0.06em; text-transform: uppercase; }
p { margin: 1px 0; }
.muted { color: #667080; }
.altered { margin: 4px 0; padding: 3px 8px; border: 1px solid #b3123f; background: #fdf0f3; font-weight: 600; }
.columns { display: grid; grid-template-columns: 11fr 9fr; gap: 0 20px; }
.figures { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 20px; margin-top: 8px; }
figure { margin: 0; break-inside: avoid; }
figcaption { font-weight: 600; }
svg { display: block; width: 100%; height: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 1px 6px 1px 0; border-bottom: 1px solid #e2e5ea; font-weight: 400; text-align: left; vertical-align: top; }
thead th { color: #667080; }
.numbers td, .numbers thead th + th { text-align: right; }
.facts th { width: 42%; color: #667080; } .checks th { width: 28%; color: #667080; }
i { font-family: 'STIX Two Text', Cambria, Georgia, serif; }
.good b { color: #00795a; } .warn b { color: #6f5c00; } .bad b { color: #b3123f; }
code { font: 10px/1.4 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
@media print { body { padding: 0; max-width: none; font-size: 8.6px; line-height: 1.22; }
  h1 { font-size: 15px; } h2 { margin-top: 6px; font-size: 8px; } th, td { padding-block: 0; } code { font-size: 8px; } }
`;

/** The words of a verdict's level: colour alone says nothing to some. */
const LEVELS: Readonly<Record<Verdict['level'], string>> = { good: 'Good', warn: 'Caution', bad: 'Problem' };

export function reportPage(content: ReportContent): string {
  const { system, posterior, conditions, altered, made, figures, observation, reference, versions } = content;
  const [main, ...others] = figures;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(system)}: report${altered === null ? '' : ` (${escaped(altered)})`}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(system)}</h1>
<p>${escaped(posterior)} · ${escaped(conditions)}</p>
<p class="muted">${escaped(made)}</p>${altered === null ? '' : `\n<p class="altered">This posterior is ${escaped(altered)}.</p>`}
<div class="columns">
<div>
${main === undefined ? '' : figureOf(main)}
<h2>Posterior</h2>
${quantityTable(content)}
<p class="muted">Reference: ${escaped(reference)}</p>
</div>
<div>
<h2>Study</h2>
${factTable(content.study)}
<h2>Observation</h2>
<p>${escaped(observation)}</p>
</div>
</div>
<h2>Checks</h2>
${checkTable(content)}
<div class="figures">${others.map(figureOf).join('')}</div>
<h2>Reproduce</h2>
<p>${escaped(versions)}</p>
<p><code>${escaped(content.link)}</code></p>
<p><code>${escaped(content.command)}</code></p>
</body>
</html>
`;
}

function figureOf({ title, svg }: ReportFigure): string {
  return `<figure><figcaption>${escaped(title)}</figcaption>${svg}</figure>`;
}

function quantityTable({ quantities, draws }: ReportContent): string {
  const known = quantities.some(({ truth }) => truth !== '');
  const heads = ['mean', 'sd', '5 %', '50 %', '95 %', ...(known ? ['true value'] : [])];
  const rows = quantities.map(({ symbol, label, unit, mean, sd, quantiles, truth }) => {
    const name = `<i>${escaped(symbol)}</i> ${escaped(label)}${unit === '' ? '' : ` [${escaped(unit)}]`}`;
    const cells = [mean, sd, ...quantiles, ...(known ? [truth] : [])];
    return `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const head = heads.map((text) => `<th scope="col">${escaped(text)}</th>`).join('');
  return `<table class="numbers"><thead><tr><th scope="col">${draws} draws</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function factTable(rows: readonly ReportRow[]): string {
  const lines = rows.map(
    ({ label, value }) => `<tr><th scope="row">${escaped(label)}</th><td>${escaped(value)}</td></tr>`,
  );
  return `<table class="facts"><tbody>${lines.join('')}</tbody></table>`;
}

function checkTable({ checks }: ReportContent): string {
  if (checks.length === 0) return '<p>No check has been made yet.</p>';
  const lines = checks.map(
    ({ check, verdict: { level, sentence } }) =>
      `<tr class="${level}"><th scope="row">${escaped(check)}</th><td><b>${LEVELS[level]}:</b> ${escaped(sentence)}</td></tr>`,
  );
  return `<table class="checks"><tbody>${lines.join('')}</tbody></table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, in an element or in a quoted attribute. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
