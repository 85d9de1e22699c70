import { z } from "zod";
import { type CampusEventType, campusEventData, contractTraits } from "./campus-events";
import { type ExampleEvent, exampleEvent } from "./examples";
import { dataSchemaOf } from "./json-schemas";

/** What a field takes, and its limits. */
export type FieldKind =
  | { is: "choice"; values: string[] }
  | { is: "day" }
  | { is: "instant" }
  | { is: "text"; least: number; most: number | null }
  | { is: "number"; whole: boolean; least: number | null; most: number | null }
  | { is: "list"; most: number | null; of: FieldKind }
  | { is: "texts" }
  | { is: "null" }
  | { is: "either"; of: FieldKind[] };

export type ContractField = { name: string; required: boolean; kind: FieldKind; text: string; person: boolean; sealed: boolean };
export type ContractDescription = {
  type: CampusEventType;
  version: number;
  text: string;
  fields: ContractField[];
  example: ExampleEvent;
};

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

/** A contract in the words of its schema: what docs/EVENTS.md and the data page say. */
export function describeContract(type: CampusEventType): ContractDescription {
  const schema = objectSchema.parse(dataSchemaOf(type));
  const { version, persons, sealed } = contractTraits[type];
  const fields = Object.keys(campusEventData[type].shape).map((name): ContractField => {
    const field = schema.properties[name];
    const required = schema.required.includes(name);
    const kind = kindOf(field);
    return {
      name,
      required,
      // An optional one may be null, which is the same as absent.
      kind: required ? kind : withoutNull(kind),
      text: field?.description ?? "",
      person: persons.includes(name),
      sealed: sealed.includes(name),
    };
  });
  return { type, version, text: schema.description, fields, example: exampleEvent(type) };
}

function kindOf(raw: unknown): FieldKind {
  const field = fieldSchema.parse(raw);
  if (field.anyOf !== undefined) return { is: "either", of: field.anyOf.map(kindOf) };
  if (field.enum !== undefined) return { is: "choice", values: field.enum };
  if (field.format === "date") return { is: "day" };
  if (field.format === "date-time") return { is: "instant" };
  switch (field.type) {
    case "string":
      return { is: "text", least: field.minLength ?? 0, most: field.maxLength ?? null };
    case "integer":
    case "number":
      return { is: "number", whole: field.type === "integer", least: field.minimum ?? null, most: field.maximum ?? null };
    case "array":
      return { is: "list", most: field.maxItems ?? null, of: kindOf(field.items) };
    case "object":
      return { is: "texts" };
    default:
      return { is: "null" };
  }
}

function withoutNull(kind: FieldKind): FieldKind {
  if (kind.is !== "either") return kind;
  const rest = kind.of.filter((one) => one.is !== "null");
  const [only, ...more] = rest;
  return only !== undefined && more.length === 0 ? only : { is: "either", of: rest };
}
