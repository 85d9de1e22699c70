/** Where students are looked at, one by one; `access`: where it is administered who may see them. */
export const lookScreens = ["section", "own-sections", "students", "student", "rows", "access", "report"] as const;
export type LookScreen = (typeof lookScreens)[number];
