import { z } from "zod";
import { type JsonSchema, toJsonSchema } from "@/lib/contracts/json-schemas";
import { type KpiAnswer, kpiAnswerSchema } from "@/lib/kpis/answer";
import { type DescribedKpi, describedKpis } from "@/lib/kpis/definition-words";
import { groupings, kpiIds } from "@/lib/kpis/question";
import { type KpiQuery, kpiRequestSchema } from "@/lib/kpis/request";
import { failing, json, type Parameter, type Paths, ref } from "./parts";

const texts: Record<Exclude<keyof KpiQuery, "kpi">, string> = {
  term: "A term's id. Without it: the one under way, else the latest",
  from: "First local day, inclusive",
  to: "Last local day, inclusive; for dropout, withdrawal and engagement the day that is looked at",
  orgUnit: "A unit's id: its whole subtree",
  course: "A course's id",
  section: "A section's id",
  program: "A program's id",
  yearOfStudy: "Students in this year of study only; read from the facts and therefore slower",
  state: "Grades that are final (the default) or provisional",
  scale: "Only grades of this scale",
  groupBy: "One breakdown, or two joined by a comma",
  compare: "The same question about another term, its days aligned from the window's start; or the institution's target",
  asOf: "The figure as it was known at a past moment: what had been committed by then, under the policy of then and the caller's scope of today. 400 with rule `future`, or `before-history` and the `earliest` moment",
};

/** A list joined by commas is what OpenAPI calls an array in form style, not exploded. */
const commaList = {
  style: "form",
  explode: false,
  schema: { type: "array", items: { type: "string", enum: [...groupings] }, minItems: 1, maxItems: 2, uniqueItems: true },
} as const satisfies Partial<Parameter>;

const year = { schema: { type: "integer", minimum: 1, maximum: 20 } } as const satisfies Partial<Parameter>;

const parameters: Parameter[] = Object.entries(kpiRequestSchema.shape)
  .filter((entry): entry is [keyof typeof texts, (typeof entry)[1]] => entry[0] in texts)
  .map(([name, schema]) => ({
    name,
    in: "query",
    description: texts[name],
    ...(name === "groupBy" ? commaList : name === "yearOfStudy" ? year : { schema: toJsonSchema(schema, "input") }),
  }));

const languageText = z.object({ en: z.string(), ko: z.string() });
export const kpiDefinitionSchema: z.ZodType<DescribedKpi> = z.object({
  id: z.enum(kpiIds),
  name: languageText,
  text: languageText,
  numerator: languageText,
  denominator: languageText,
  unit: z.enum(["ratio", "points"]),
  direction: z.enum(["up", "down"]).describe("Which way is better"),
  measures: z.array(z.string()),
  groupings: z.array(z.enum(groupings)),
  filters: z.array(z.enum(["from", "to", "orgUnit", "course", "section", "program", "yearOfStudy", "state", "scale"])),
  countsStudents: z.array(z.string()).describe("Measures that count students"),
  policyOptions: z.array(z.string()).describe("Settings of the institution that change it"),
  source: z.string(),
});

const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(" ");
const abilities = [
  "| KPI | filters beside `term` | groupings | measures |",
  "|---|---|---|---|",
  ...describedKpis.map((kpi) => `| \`${kpi.id}\` | ${list(kpi.filters)} | ${list(kpi.groupings)} | ${list(kpi.measures)} |`),
].join("\n");

const answerExample: KpiAnswer = {
  kpi: "attendance-rate",
  value: 0.9,
  n: 48,
  nExact: true,
  measures: { present: 430, late: 20, absent: 50, excused: 6 },
  unit: "ratio",
  policyVersion: 1,
  suppressed: false,
  term: "2026-1",
  comparison: { label: "Fall 2025", value: 0.921 },
  watermark: {
    position: "1844",
    processedThrough: "2026-03-09T00:15:02.000Z",
    sources: [{ source: "urn:sis:demo", eventTime: "2026-03-09T00:02:11.000Z", lagSeconds: 8 }],
  },
  groups: [
    {
      key: "2026-W10",
      label: "2026-W10",
      value: 0.9,
      n: 48,
      nExact: false,
      suppressed: false,
      measures: { present: 430, late: 20, absent: 50, excused: 6 },
    },
  ],
};

export const kpiPaths: Paths = {
  "/api/v1/kpis": {
    get: {
      operationId: "listKpis",
      summary: "All KPI definitions",
      tags: ["kpis"],
      security: [{ apiKey: ["kpis:read"] }, { session: [] }],
      responses: {
        "200": { description: "The definitions, as data", content: json(ref("KpiList"), { kpis: describedKpis.slice(0, 1) }) },
        ...failing("401", "403", "429"),
      },
    },
  },
  "/api/v1/kpis/{id}": {
    get: {
      operationId: "readKpi",
      summary: "One KPI, for the caller's scope",
      description: `A filter or grouping that a KPI lacks answers 400 and names those that it has.\n\n${abilities}`,
      tags: ["kpis"],
      security: [{ apiKey: ["kpis:read"] }, { session: [] }],
      parameters: [
        { name: "id", in: "path", required: true, description: "The KPI", schema: { type: "string", enum: [...kpiIds] } },
        ...parameters,
      ],
      responses: {
        "200": { description: "The figure, what it is made of and how fresh it is", content: json(ref("KpiAnswer"), answerExample) },
        ...failing("400", "401", "403", "404", "429"),
      },
    },
  },
};

export const kpiSchemas: Record<string, JsonSchema> = {
  KpiAnswer: toJsonSchema(kpiAnswerSchema, "output"),
  KpiDefinition: toJsonSchema(kpiDefinitionSchema, "output"),
  KpiList: { type: "object", properties: { kpis: { type: "array", items: ref("KpiDefinition") } }, required: ["kpis"] },
};
