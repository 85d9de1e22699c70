/** What PostgreSQL can hold as text: no NUL, and no lone surrogate, which has no UTF-8 bytes to be ordered by. Browser-safe. */
export const isStorable = (value: string): boolean => !value.includes("\u0000") && value.isWellFormed();
export const notStorable = { message: "must be Unicode text without NUL and without lone surrogates", params: { rule: "text" } };

/** Control characters (line ends among them), separators of lines, and what turns the direction of a text around. */
const breaksLine = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const visible = /[^\p{Z}\p{C}]/u;

/** A name that is shown in lists, subjects and files: one line, of which something can be seen. */
export const isOneLine = (value: string): boolean => !breaksLine.test(value) && visible.test(value);
export const notOneLine = { message: "must be one line of visible text", params: { rule: "line" } };
