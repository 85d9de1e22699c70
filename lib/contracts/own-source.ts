import type { ItemError } from "./validate";

/**
 * The source of what people enter on the screens. Whose entry an event is follows from its id, so that nobody else
 * may send under this name. A partial index of the log knows it too.
 */
export const entrySource = "urn:bellwether:entries";

/** Whoever else names it says that somebody at a screen wrote this. */
export const reservedError: ItemError = {
  path: "source",
  rule: "reserved",
  found: entrySource,
  message: "is the source of what is entered on the screens",
};
