/** Where pages read the nonce of their own inline scripts; set by our own server on each request, whatever the client sent. */
export const nonceHeader = "x-bellwether-nonce";

/** Seconds in two years: what browsers' lists of such sites ask for. */
const strictTransportSeconds = 63_072_000;

/**
 * What a page may load: all from here. Scripts inline only with the nonce of this answer, which Next puts into its own.
 * Styles inline, since what the server draws is placed by `style` attributes, and sonner and the dialogs' scroll lock
 * insert style elements that take no nonce: no text of anybody's comes into either (React escapes it).
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join("; ");
}

/** Of every answer that a browser may show as a page. `secure`: people reach it by https, and shall by nothing else from then on. */
export function securityHeaders(nonce: string, secure: boolean): Readonly<Record<string, string>> {
  return {
    ...always(secure),
    "content-security-policy": contentSecurityPolicy(nonce),
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy":
      "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
  };
}

/**
 * Of the scripts, styles and fonts that a page is made of. A browser asks them for neither frames nor permissions, and
 * there are some twenty to a page: the headers above would be a kilobyte of each. Whoever opens one by itself may do nothing.
 */
export function fileHeaders(secure: boolean): Readonly<Record<string, string>> {
  return { ...always(secure), "content-security-policy": "default-src 'none'; frame-ancestors 'none'" };
}

const always = (secure: boolean) => ({
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  ...(secure ? { "strict-transport-security": `max-age=${strictTransportSeconds}; includeSubDomains` } : {}),
});
