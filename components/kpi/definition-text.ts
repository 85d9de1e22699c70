import { kpiDefinitions } from "@/lib/kpis/definitions";

export const definitionText = (kpi: string, locale: "en" | "ko"): string =>
  kpiDefinitions.find((one) => one.id === kpi)?.name[locale] ?? kpi;
