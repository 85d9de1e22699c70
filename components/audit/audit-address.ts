import { addressFilter } from "../filters/address-filter";

export const filterNames = ["from", "to", "actor", "action", "subject", "person"] as const;
export type FilterName = (typeof filterNames)[number];

/** What is asked of the audit, as the address spells it. A person is there by pseudonym. */
export type Filter = Partial<Record<FilterName, string>>;

export const filterOfAddress = (parameters: { get(name: string): string | null }): Filter => addressFilter(filterNames, parameters);

/** No filter, from the newest entry on. */
export const noFilter = { from: null, to: null, actor: null, action: null, subject: null, person: null, before: null };
