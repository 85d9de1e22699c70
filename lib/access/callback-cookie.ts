const names: ReadonlySet<string> = new Set(["next-auth.callback-url", "__Secure-next-auth.callback-url"]);

/**
 * A Cookie header without next-auth's memory of where a sign-in was to lead, where that is no address: next-auth answers 500 to
 * it, whatever is asked, and the browser would send it again for ever. Left out, next-auth writes a new one over it.
 */
export function withoutBrokenCallback(header: string): string {
  const parts = header.split(";");
  const kept = parts.filter((part) => {
    const at = part.indexOf("=");
    return !names.has(part.slice(0, at).trim()) || isAddress(part.slice(at + 1).trim());
  });
  return kept.length === parts.length ? header : kept.join(";").trim();
}

function isAddress(value: string): boolean {
  const text = decode(value);
  return text !== null && isCallback(text);
}

/** As next-auth asks it (core/lib/assert.js): nothing, a path, or an address of http or https. */
export function isCallback(text: string): boolean {
  return text === "" || /^https?:$/.test(URL.parse(text, text.startsWith("/") ? "http://localhost" : undefined)?.protocol ?? "");
}

function decode(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
