/** Keeps a choice of this reader's for a year; the server reads it with the next request. It says nothing of anybody. */
export function keepCookie(name: string, value: string): void {
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${secure}`;
}
