/**
 * The content security policy of the page, in one place: the server sends it, and the build writes it into index.html for
 * servers that do not.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The one script that stands in the page's HTML; the policy names it by its hash. */
export const revealScript = readFileSync(new URL('vite/reveal.js', import.meta.url), 'utf8');
const revealHash = createHash('sha256').update(revealScript).digest('base64');

const directives = [
  "default-src 'self'",
  // 'wasm-unsafe-eval' compiles WebAssembly; the threads of tfjs-backend-wasm load their script from a blob.
  `script-src 'self' 'sha256-${revealHash}' 'wasm-unsafe-eval' blob:`,
  "worker-src 'self' blob:",
  // Plotly and React set style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  // A user may fetch an observation from a link.
  "connect-src 'self' https:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** As a header. */
export const policyHeader = [...directives, "frame-ancestors 'none'"].join('; ');
/** As a header of the one page that others may show in a frame. */
export const embeddedPolicyHeader = [...directives, 'frame-ancestors *'].join('; ');
/** As a `<meta http-equiv>`, which cannot say who may frame the page. */
export const policyMeta = directives.join('; ');
