import { resolve } from "node:path";
import type { TestContext } from "vitest";
import { hasOulad } from "./count-oulad";

/** The whole dataset is too large to ship: its folder is named, or lies beside the repository. */
const folder = resolve(process.env.BELLWETHER_TEST_OULAD ?? "../shared/data/oulad");

export const wholeDataset = hasOulad(folder) ? folder : null;

/** Skips the test, and says so where everyone reads it: reporters show the count of skipped tests alone. */
export function skipWithoutWhole(context: TestContext): never {
  const why = `the whole dataset was not found at ${folder}; name its folder in BELLWETHER_TEST_OULAD`;
  console.warn(`Skipped "${context.task.name}": ${why}.`);
  context.skip(why);
}

/** What its presentations 2013B, 2013J and 2014B are known to hold. */
export const wholeFigures = {
  enrolments: 21_333,
  results: { Pass: 8_068, Fail: 5_075, Distinction: 1_860, Withdrawn: 6_330 },
  withdrawnBeforeStart: 1_781,
  registered: 19_552,
  withdrawn: 4_549,
};
