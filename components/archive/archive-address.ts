import { addressFilter } from "../filters/address-filter";

export const filterNames = ["state", "report", "from", "to", "delivery"] as const;
export type FilterName = (typeof filterNames)[number];

/** What is asked of the archive, as the address spells it. `delivery`: where a mail leads to. */
export type Filter = Partial<Record<FilterName, string>>;

export const filterOfAddress = (parameters: { get(name: string): string | null }): Filter => addressFilter(filterNames, parameters);

/** No filter, from the newest on. */
export const noFilter = { state: null, report: null, from: null, to: null, delivery: null, before: null };
