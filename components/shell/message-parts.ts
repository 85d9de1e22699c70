/**
 * Messages that the browser needs on some pages only: they come with those (`PageMessages`), the others with every page.
 * `mail` is written by the server alone.
 */
export const messageParts = ["account", "admin", "alerts", "archive", "audit", "data", "keys", "mail", "reports"] as const;
export type MessagePart = (typeof messageParts)[number];

/** What every page is sent. */
export function sharedMessages<T extends object>(messages: T): Partial<T> {
  const apart: readonly string[] = messageParts;
  return picked(messages, (name) => !apart.includes(name));
}

export const messagesOf = <T extends object>(messages: T, parts: readonly MessagePart[]): Partial<T> =>
  picked(messages, (name) => parts.some((part) => part === name));

function picked<T extends object>(messages: T, takes: (name: string) => boolean): Partial<T> {
  const some: Partial<T> = { ...messages };
  for (const name of Object.keys(messages)) if (!takes(name)) Reflect.deleteProperty(some, name);
  return some;
}
