/** What PostgreSQL can hold as text: no NUL, and no lone surrogate, which has no UTF-8 bytes to be ordered by. Browser-safe. */
export const isStorable = (value: string): boolean => !value.includes("\u0000") && value.isWellFormed();
export const notStorable = { message: "must be Unicode text without NUL and without lone surrogates", params: { rule: "text" } };
