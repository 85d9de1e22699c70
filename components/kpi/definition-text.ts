import { kpiDefinitions } from "@/lib/kpis/definitions";
import type { Locale } from "./format";

export const definitionFor = (kpi: string) => kpiDefinitions.find((one) => one.id === kpi);
export const definitionText = (kpi: string, locale: Locale): string => definitionFor(kpi)?.name[locale] ?? kpi;
