/** One family of errors: a code, facts for whoever handles it, and one mapper to RFC 9457 at the edge. */
const statusOf = {
  "bad-request": 400,
  unauthenticated: 401,
  forbidden: 403,
  "read-only": 403,
  "not-found": 404,
  "method-not-allowed": 405,
  conflict: 409,
  "too-large": 413,
  "unsupported-media-type": 415,
  "too-many-requests": 429,
  "config-invalid": 500,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof statusOf;
export const errorCodes = Object.keys(statusOf) as readonly ErrorCode[];
export type Facts = Readonly<Record<string, unknown>>;

/** Bundles have classes of their own, so the family is told by a brand and not by instanceof. */
const brand = Symbol.for("bellwether.error");

export class BellwetherError extends Error {
  readonly [brand] = true;
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly facts: Facts = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "BellwetherError";
    this.status = statusOf[code];
  }
}

export function isBellwetherError(error: unknown): error is BellwetherError {
  return typeof error === "object" && error !== null && brand in error;
}

export type Problem = { status: number; headers: Record<string, string>; body: Record<string, unknown> };

const listenerKey = Symbol.for("bellwether.failure-listener");
type FailureListener = (error: unknown) => void;

/** Who is told of what failed on our side, in whichever bundle of this process it was answered. */
export function hearFailures(listener: FailureListener): void {
  Reflect.set(globalThis, listenerKey, listener);
}

export function tellFailure(error: unknown): void {
  const listener: FailureListener | undefined = Reflect.get(globalThis, listenerKey);
  listener?.(error);
}

/** RFC 9457. What is not of the family says nothing of its inside; what failed on our side is told once, here. */
export function toProblem(error: unknown): Problem {
  const known = isBellwetherError(error) ? error : new BellwetherError("internal", "Something failed on our side.");
  if (known.status >= 500) tellFailure(error);
  const { retryAfterSeconds, ...facts } = known.facts;
  return {
    status: known.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "private, no-store",
      ...(typeof retryAfterSeconds === "number" ? { "retry-after": String(Math.ceil(retryAfterSeconds)) } : {}),
    },
    body: { type: `urn:bellwether:problem:${known.code}`, title: known.message, status: known.status, code: known.code, ...facts },
  };
}

export function problemResponse(error: unknown): Response {
  const { status, headers, body } = toProblem(error);
  return new Response(JSON.stringify(body), { status, headers });
}
