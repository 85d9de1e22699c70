import type { Who } from "./who";

/** `own`: of whoever asks; where something is used up by being asked for, another one each time. */
export type Ids = { own: (who: Who) => string; foreign: string; unknown: string; malformed: string };
