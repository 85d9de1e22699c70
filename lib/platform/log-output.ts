import pino from "pino";

/** Logs go to standard error as JSON lines. They name pseudonyms and ids of rows, never persons. */
export const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }));
