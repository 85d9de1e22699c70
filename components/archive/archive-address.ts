export const filterNames = ["state", "report", "from", "to", "delivery"] as const;
export type FilterName = (typeof filterNames)[number];

/** What is asked of the archive, as the address spells it. `delivery`: where a mail leads to. */
export type Filter = Partial<Record<FilterName, string>>;

export function filterOfAddress(parameters: { get(name: string): string | null }): Filter {
  const filter: Filter = {};
  for (const name of filterNames) {
    const value = parameters.get(name);
    if (value !== null && value !== "") filter[name] = value;
  }
  return filter;
}

/** No filter, from the newest on. */
export const noFilter = { state: null, report: null, from: null, to: null, delivery: null, before: null };
