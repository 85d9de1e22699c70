import type { Config } from "@/lib/platform/config";

/** The mails of the demo are kept where people can look at them. */
export const keepsMails = ({ demo, mail }: Pick<Config, "demo" | "mail">): boolean => demo && mail === null;
