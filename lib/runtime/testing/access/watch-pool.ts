import type pg from "pg";

export type Statement = { text: string; rows: number };
type Options = {
  /** Told of each statement once it was answered. */
  seen?: (statement: Statement) => void;
  /** Told at once, in the call of who asks. */
  asked?: (text: string) => void;
  /** What is sent in a statement's place. */
  rewrite?: (text: string) => string;
};

const watched = new WeakSet<object>();

/** Looks at, or changes, whatever is sent through a pool from now on: by itself, or by a client that it gives out. */
export function watchPool(pool: pg.Pool, options: Options): void {
  const connect: unknown = pool.connect;
  if (typeof connect !== "function") throw new Error("A pool connects.");
  Reflect.set(pool, "connect", (callback?: unknown) => {
    if (typeof callback !== "function")
      return Promise.resolve(Reflect.apply(connect, pool, [])).then((client: object) => watchClient(client, options));
    return Reflect.apply(connect, pool, [
      (error: unknown, client: object | undefined, release: unknown) =>
        Reflect.apply(callback, undefined, [error, client === undefined ? client : watchClient(client, options), release]),
    ]);
  });
}

function watchClient<T extends object>(
  client: T,
  { seen = () => undefined, asked = () => undefined, rewrite = (text) => text }: Options,
): T {
  if (watched.has(client)) return client;
  watched.add(client);
  const query: unknown = Reflect.get(client, "query");
  if (typeof query !== "function") throw new Error("A client asks.");
  Reflect.set(client, "query", (first: unknown, ...more: unknown[]) => {
    const text = textOf(first);
    asked(text);
    const sent =
      typeof first === "string" ? rewrite(first) : Object.assign(first ?? {}, "text" in Object(first) ? { text: rewrite(text) } : {});
    const done = (result: unknown) => seen({ text, rows: Number(Reflect.get(Object(result), "rowCount") ?? 0) });
    const callback = more.at(-1);
    if (typeof callback === "function") {
      const told = (error: unknown, result: unknown) => {
        done(result);
        Reflect.apply(callback, undefined, [error, result]);
      };
      return Reflect.apply(query, client, [sent, ...more.slice(0, -1), told]);
    }
    const answer: unknown = Reflect.apply(query, client, [sent, ...more]);
    if (!(answer instanceof Promise)) return answer;
    return answer.then((result: unknown) => {
      done(result);
      return result;
    });
  });
  return client;
}

const textOf = (asked: unknown): string => (typeof asked === "string" ? asked : String(Reflect.get(Object(asked), "text") ?? ""));
