import { InvalidArgumentError } from "commander";
import { dateSchema } from "@/lib/contracts/values";

/** What options are read as; each says what it wants. Commander names the option itself. */
export function toDay(text: string): string {
  if (dateSchema.safeParse(text).success) return text;
  throw new InvalidArgumentError("must be a calendar day YYYY-MM-DD.");
}

export function toUrl(text: string): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : "";
  if (protocol === "http:" || protocol === "https:") return text;
  throw new InvalidArgumentError("must be an address such as http://localhost:3000.");
}

export const toWhole =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`must be a whole number, ${least} or more.`);
  };
