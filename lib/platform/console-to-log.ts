import { maskQuotes, maskValue } from "./log-masking";
import { logger } from "./log-output";

const levels = { debug: "debug", log: "info", info: "info", warn: "warn", error: "error" } as const;

/**
 * What libraries print, they print into the log, masked like all else: Next prints an error that a page threw, with
 * whatever it quotes.
 */
export function sendConsoleToLog(): void {
  for (const [method, level] of Object.entries(levels)) {
    Reflect.set(console, method, (...given: unknown[]) => {
      const texts = given.filter((one) => typeof one === "string").map(maskQuotes);
      const others = given.filter((one) => typeof one !== "string").map((one) => maskValue(one));
      logger[level](others.length === 0 ? {} : { printed: others }, texts.join(" ").trim());
    });
  }
}
