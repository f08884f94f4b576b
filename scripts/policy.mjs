/**
 * The content security policy of the page, in one place: the server sends it, and the build writes it into the pages for servers
 * that do not. It is put together from parts, each with what it is for; nothing is allowed that no part asks for. A feature that
 * needs a further source adds its part here, and its line to the test of the whole (policy.test.ts).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The scripts that stand in the page's HTML; the policy names them by their hashes. */
export const inlineScripts = {
  theme: readFileSync(new URL('../public/theme.js', import.meta.url), 'utf8'),
  reveal: readFileSync(new URL('vite/reveal.js', import.meta.url), 'utf8'),
};
/** @param {string} script */
const hashOf = (script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
const hashes = Object.values(inlineScripts).map(hashOf);
/** Stands in a frame that the page makes (src/app/browser/sandboxFrame.ts). */
const sandboxBootstrap = readFileSync(new URL('../src/app/browser/sandboxBootstrap.js', import.meta.url), 'utf8');

/** @typedef {Readonly<Record<string, readonly string[]>>} Part directive -> sources */

/** @type {Readonly<Record<string, Part>>} */
export const parts = {
  /** What no part allows is forbidden: plugins, media, manifests, other frames. */
  nothing: { 'default-src': ["'none'"] },
  /** The page is made of files beside it: chunks, style sheets, icon, fonts, kernels, networks, workers. */
  ownFiles: {
    'script-src': ["'self'"],
    'worker-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'"],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
  },
  /** The scripts that stand in the page's HTML. */
  inlineScripts: { 'script-src': hashes },
  /** The kernels are compiled by the page. This allows WebAssembly, and no eval. */
  webAssembly: { 'script-src': ["'wasm-unsafe-eval'"] },
  /** plotly makes a style element, and sets style attributes on what it draws; index.html has its style sheets in itself. */
  plotlyStyles: { 'style-src': ["'unsafe-inline'"] },
  /** A heat map is a picture from a data: URL; a figure becomes a PNG by way of an SVG picture from a blob. */
  plotlyPictures: { 'img-src': ['data:', 'blob:'] },
  /** A user may have an observation fetched from a link. */
  fetchedFiles: { 'connect-src': ['https:'] },
  /** A simulator in Python on the user's own machine (docs/bridge.md): no other machine, whatever a link says. */
  bridge: { 'connect-src': ['http://127.0.0.1:*'] },
  /** The sheet "Share" shows the embedded page as others will see it. */
  embedPreview: { 'frame-src': ["'self'"] },
  /**
   * Simulators of the user's own run in a sandboxed frame, whose one script starts workers from data: URLs, all of an opaque origin.
   * The frame inherits this policy, and adds one of its own that forbids all connections.
   */
  ownSimulators: { 'script-src': [hashOf(sandboxBootstrap)], 'worker-src': ['data:'] },
  /** The page sends no forms, and no part of it may turn its relative addresses elsewhere. */
  neither: { 'base-uri': ["'none'"], 'form-action': ["'none'"] },
};

/**
 * The parts as one policy.
 * @param {readonly Part[]} of
 */
function policyOf(of) {
  /** @type {Map<string, string[]>} */
  const directives = new Map();
  for (const [directive, sources] of of.flatMap((part) => Object.entries(part))) {
    directives.set(directive, [...(directives.get(directive) ?? []), ...sources]);
  }
  return [...directives].map(([directive, sources]) => [directive, ...sources].join(' ')).join('; ');
}

const all = Object.values(parts);
/** As a header. */
export const policyHeader = policyOf([...all, { 'frame-ancestors': ["'none'"] }]);
/** As a header of the one page that others may show in a frame. */
export const embeddedPolicyHeader = policyOf([...all, { 'frame-ancestors': ['*'] }]);
/** As a `<meta http-equiv>`, which cannot say who may frame the page. */
export const policyMeta = policyOf(all);
