/** Where pages read what was asked for; set by our own server on each request, whatever the client sent. */
export const askedPathHeader = "x-bellwether-path";

const here = "http://here.invalid";
/** Where somebody is led stands in a header of an answer, of which proxies take a few kilobytes. */
const longest = 2_000;

/** The page of ours that a text names, as path and query; null for anything that leads elsewhere, and for what is no page. */
export function localPath(text: string | null | undefined): string | null {
  if (text === null || text === undefined || !text.startsWith("/") || text.length > longest) return null;
  const url = URL.canParse(text, here) ? new URL(text, here) : null;
  if (url === null || url.origin !== here || url.pathname.startsWith("//") || /^\/(api|sign-in|_next)(\/|$)/.test(url.pathname))
    return null;
  // Next asks for a page's parts by a parameter of its own.
  url.searchParams.delete("_rsc");
  return `${url.pathname}${url.search}`;
}

/** Whether an address can be read: every % of its path begins an octet, and the octets are UTF-8 without NUL. */
export function isReadablePath(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes("\0");
  } catch {
    return false;
  }
}
