import { z } from "zod";
import { type CampusEventType, campusEventData, campusEventTypes, contractTraits } from "../campus-events";
import { exampleEvent } from "../examples";
import { dataSchemaOf } from "../json-schemas";

/** What docs/EVENTS.md says of each type, written from the contracts. */
const fieldSchema = z.looseObject({
  description: z.string().optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  maxItems: z.number().optional(),
});
const objectSchema = z.looseObject({
  description: z.string(),
  properties: z.record(z.string(), fieldSchema),
  required: z.array(z.string()).default([]),
});

function kindOf(raw: unknown): string {
  const field = fieldSchema.parse(raw);
  if (field.anyOf !== undefined) return field.anyOf.map(kindOf).join(" or ");
  if (field.enum !== undefined) return field.enum.map((value) => `\`${value}\``).join(" ");
  if (field.format === "date") return "day";
  if (field.format === "date-time") return "instant";
  if (field.type === "string") return `text of ${field.minLength ?? 0} to ${field.maxLength}`;
  if (field.type === "integer" || field.type === "number") {
    const kind = field.type === "integer" ? "whole number" : "number";
    return field.minimum === undefined ? kind : `${kind}, ${field.minimum} to ${field.maximum}`;
  }
  if (field.type === "array") return `up to ${field.maxItems} of: ${kindOf(field.items)}`;
  if (field.type === "object") return "object of texts";
  return field.type ?? "";
}

function section(type: CampusEventType): string {
  const schema = objectSchema.parse(dataSchemaOf(type));
  const { persons, sealed } = contractTraits[type];
  const rows = Object.keys(campusEventData[type].shape).map((name) => {
    const field = schema.properties[name];
    const absent = schema.required.includes(name) ? "" : "?";
    return `| \`${name}\`${absent} | ${absent === "" ? kindOf(field) : kindOf(field).replace(/ or null$/, "")} | ${field?.description}.${persons.includes(name) ? " Person." : ""} |`;
  });
  return [
    `### ${type}`,
    "",
    schema.description,
    "",
    "| field | value | meaning |",
    "|---|---|---|",
    ...rows,
    "",
    `    ${JSON.stringify(exampleEvent(type).data)}`,
    ...(sealed.length === 0 ? [] : ["", `Kept encrypted under the person's key: ${sealed.map((name) => `\`${name}\``).join(", ")}.`]),
  ].join("\n");
}

export const eventsDoc = (): string => `${campusEventTypes.map(section).join("\n\n")}\n`;
