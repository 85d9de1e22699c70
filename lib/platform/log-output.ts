import pino from "pino";
import { maskFields, maskText } from "./log-masking";

/**
 * Logs go to standard error as JSON lines. They name pseudonyms and ids of rows, never persons (PII-1): whatever is
 * given is masked on its way, by the class of its field. Errors are given as they are, and not as texts.
 */
export const logOptions: pino.LoggerOptions = {
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { log: maskFields },
  hooks: {
    logMethod(given, method) {
      const masked = given.map((one: unknown) => (typeof one === "string" ? maskText(one) : one instanceof Error ? { error: one } : one));
      method.apply(this, masked as typeof given);
    },
  },
};

export const logger = pino(logOptions, pino.destination({ dest: 2, sync: true }));
