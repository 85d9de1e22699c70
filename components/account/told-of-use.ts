/** Heard by whoever waits for the session's end: the server was told that the page is used. */
const told = new EventTarget();

export const sayToldOfUse = (): void => void told.dispatchEvent(new Event("told"));

export function onToldOfUse(listener: () => void): () => void {
  told.addEventListener("told", listener);
  return () => told.removeEventListener("told", listener);
}
