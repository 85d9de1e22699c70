import type { Paper } from "./content-shape";

/**
 * What is printed of a page, in CSS pixels (1/96 inch): the paper less its margins (components/print/styles.ts). It is laid out
 * as wide before it is printed, so that lines break as they will on paper.
 */
export const printedWidth: Readonly<Record<Paper, number>> = { a4: 688, letter: 710 };
export const printedHeight: Readonly<Record<Paper, number>> = { a4: 1_005, letter: 938 };
