import { localDay } from "@/lib/platform/clock";

const longest = 120;

/** What a report's file is called: its title and the local day of its data, without what file systems take for something else. */
export function fileNameOf(title: string, of: Date, timeZone: string): string {
  const name = title
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .replace(/^[. ]+/, "")
    .slice(0, longest)
    .trim();
  return `${name === "" ? "report" : name} ${localDay(of, timeZone)}.pdf`;
}
