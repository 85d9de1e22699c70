import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";

/** Saves what a card offers, by its menu, and reads the file. */
export async function save(page: Page, card: string, item: string): Promise<{ name: string; bytes: Buffer }> {
  await page
    .getByRole("button", { name: `Save: ${card}`, exact: true })
    .first()
    .click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: item }).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

export type SavedTable = { facts: Map<string, string>; rows: Record<string, string>[] };

/** A saved table: what it says of itself, and its rows by column. */
export function readTable(bytes: Buffer): SavedTable {
  const records: string[][] = parse(bytes, { bom: true });
  const facts = records.filter(([first]) => first?.startsWith("# ") === true);
  const [columns = [], ...rows] = records.slice(facts.length);
  return {
    facts: new Map(facts.map(([name, text]) => [name?.slice(2) ?? "", text ?? ""])),
    rows: rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ""]))),
  };
}
