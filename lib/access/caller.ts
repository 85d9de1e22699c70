/** Whoever asks to be let in: from where, with what, and what their browser brings along. */
export type Caller = {
  address: string;
  userAgent: string | null;
  /** By which a browser is known that has signed in before. */
  deviceCookie: string | undefined;
  /** Of whoever has shown the first factor already. */
  stepCookie: string | undefined;
  /** The session that the browser has, which another one takes the place of. */
  session: { id: string; userId: string } | null;
};

/** What came of it. `device` is to be remembered by the browser; a `step` waits for the second factor. */
export type Entry =
  | { kind: "refused" }
  | { kind: "code-needed"; step: string }
  | { kind: "signed-in"; sessionId: string; device: string | null };
