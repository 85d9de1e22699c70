import { z } from "zod";
import { type CampusEventType, campusEventData, contractTraits } from "./campus-events";
import { envelopeSchema } from "./validate";

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Limits of JavaScript's integers say nothing to a reader: our own limits are nearer or there are none. */
const unlimited = new Set<unknown>([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]);

/** A zod schema as JSON Schema 2020-12: of what is taken (`input`) or of what is given back (`output`). */
export function toJsonSchema(schema: z.core.$ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    override: ({ jsonSchema }) => {
      if (unlimited.has(jsonSchema.minimum)) delete jsonSchema.minimum;
      if (unlimited.has(jsonSchema.maximum)) delete jsonSchema.maximum;
    },
  });
  return rest;
}

/** The data of one type's events, as clients send it. */
export const dataSchemaOf = (type: CampusEventType): JsonSchema => toJsonSchema(campusEventData[type], "input");

/** A whole CloudEvent of one type. */
export function eventSchemaOf(type: CampusEventType): JsonSchema {
  const dataschema = z
    .union([z.literal(`urn:bellwether:${type}:${contractTraits[type].version}`), z.null()])
    .optional()
    .describe("The contract and its version; 1 where none is named");
  return toJsonSchema(envelopeSchema.extend({ type: z.literal(type), dataschema, data: campusEventData[type] }), "input");
}
