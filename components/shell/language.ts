/** Keeps the reader's choice for a year; the server reads it with the next request. */
export function setLanguage(locale: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  document.cookie = `locale=${locale}; path=/; max-age=31536000; samesite=lax`;
}
