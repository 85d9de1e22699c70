/** Bundles have modules of their own, so that who is told is kept where all of them look. */
const key = Symbol.for("bellwether.unexpected");

type Told = (fault: Fault) => void;
/** What went wrong and where. Without its message: a database's quotes what was asked, which may be a name. */
export type Fault = { name: string; code: string | null; at: string[] };

/** From now on a fault of ours that ended a request is told to `told`. */
export function hearUnexpected(told: Told): void {
  Reflect.set(globalThis, key, told);
}

/** Tells of an error that nobody foresaw; where nobody hears, as in a browser, nothing. */
export function tellUnexpected(error: unknown): void {
  const told: Told | undefined = Reflect.get(globalThis, key);
  told?.(faultOf(error));
}

function faultOf(error: unknown): Fault {
  const code: unknown = Reflect.get(Object(error), "code");
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return {
    name: error instanceof Error ? error.name : typeof error,
    code: typeof code === "string" ? code : null,
    at: stack.split("\n").flatMap((line) => /^\s+at (.*)$/.exec(line)?.[1] ?? []),
  };
}
