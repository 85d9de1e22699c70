export const dataTabs = ["sources", "contracts", "quarantine", "verification"] as const;
export type DataTab = (typeof dataTabs)[number];

/** The part of the page that the address names; the first where it names none. */
export const tabOf = (value: unknown): DataTab => dataTabs.find((tab) => tab === value) ?? "sources";
