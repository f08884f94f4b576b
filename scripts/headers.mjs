/**
 * What the page's answers say beside their content, in one place: our server sends it, and the service worker adds it where
 * another server does not.
 */
import { embeddedPolicyHeader, policyHeader } from './policy.mjs';

/**
 * Cross-origin isolation: gives the workers memory that they can share (threads) and clocks of high resolution.
 * @type {Record<string, string>}
 */
export const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** @type {Record<string, string>} */
const SECURITY_HEADERS = {
  ...ISOLATION,
  'Content-Security-Policy': policyHeader,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** The one page that others may show in a frame. */
const EMBEDDED = '/embed.html';

/**
 * The headers of an answer: no page but the embedded one may stand in a frame of another page.
 * @param {string} urlPath
 * @returns {Record<string, string>}
 */
export function headersOf(urlPath) {
  if (urlPath !== EMBEDDED) return SECURITY_HEADERS;
  return {
    ...SECURITY_HEADERS,
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Content-Security-Policy': embeddedPolicyHeader,
  };
}
