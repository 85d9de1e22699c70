/** Milliseconds since 1970, finer than Date.now(), for times that are compared over threads. */
export const wallClock = (): number => performance.timeOrigin + performance.now();
