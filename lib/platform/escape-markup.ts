const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** A text, or the value of an attribute in quotes, for HTML and XML. Characters that XML cannot hold at all are left out. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll(impossible, "").replaceAll(/[&<>"']/g, (character) => escapes[character] ?? "");
