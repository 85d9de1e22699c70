/** Where students are looked at, one by one. */
export const lookScreens = ["section", "own-sections", "students", "student", "rows"] as const;
export type LookScreen = (typeof lookScreens)[number];
