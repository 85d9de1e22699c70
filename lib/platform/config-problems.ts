import { BellwetherError } from "./errors";

export type SettingProblem = { variable: string; message: string };

/** Throws config-invalid, naming every variable that is wrong. */
export function refuseSettings(problems: readonly SettingProblem[]): void {
  if (problems.length === 0) return;
  const text = problems.map(({ variable, message }) => `${variable}: ${message}`).join("\n");
  throw new BellwetherError("config-invalid", text, { errors: problems });
}

/** Of which scheme an address is does not matter. */
export const isThisMachine = (address: string): boolean => ["127.0.0.1", "localhost", "[::1]"].includes(new URL(address).hostname);
