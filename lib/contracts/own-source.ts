/**
 * The source of what people enter on the screens. Whose entry an event is follows from its id, so that nobody else
 * may send under this name. A partial index of the log knows it too.
 */
export const entrySource = "urn:bellwether:entries";
