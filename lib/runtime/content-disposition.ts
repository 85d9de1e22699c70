/** Octets that stand for themselves in an extended value (RFC 8187); `'`, `(`, `)` and `*` do not, though encodeURIComponent leaves them. */
const extended = (name: string) =>
  encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** A file to be saved under a name in any language (RFC 6266): in ASCII for who knows no better, and as it is. */
export function contentDisposition(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_").replaceAll(/_+/g, "_");
  return `attachment; filename="${plain}"; filename*=UTF-8''${extended(name)}`;
}
