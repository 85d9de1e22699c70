import { z } from "zod";
import { type JsonSchema, toJsonSchema } from "@/lib/contracts/json-schemas";
import { errorCodes } from "@/lib/platform/errors";

/** What the operations share: how they are written, and how they fail. */
export type Parameter = {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  description: string;
  style?: "form";
  explode?: boolean;
  schema: JsonSchema;
};
type Media = { schema: JsonSchema; example?: unknown };
export type Response = {
  description: string;
  headers?: Record<string, { description: string; schema: JsonSchema }>;
  content?: Record<string, Media>;
};
export type Operation = {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, Media> };
  responses: Record<string, Response | { $ref: string }>;
};
export type Paths = Record<string, { get?: Operation; post?: Operation }>;

export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
export const json = (schema: JsonSchema, example?: unknown): Record<string, Media> => ({
  "application/json": { schema, ...(example === undefined ? {} : { example }) },
});

/** RFC 9457. Facts of the failure stand beside the known members. */
export const problemSchema = z.looseObject({
  type: z.string().describe("urn:bellwether:problem:<code>"),
  title: z.string().describe("What went wrong, in words"),
  status: z.number().int(),
  code: z.enum(errorCodes),
  field: z.string().optional().describe("The parameter or header at fault"),
  rule: z.string().optional().describe("The rule that it broke"),
  found: z.unknown().optional().describe("What was there"),
});

const failures = {
  "400": ["BadRequest", "The request could not be understood; `field` and `rule` say what."],
  "401": ["Unauthenticated", "No credentials, or none that hold."],
  "403": ["Forbidden", "The API key lacks the ability that is `needed`."],
  "404": ["NotFound", "There is nothing here by this id, or not for you: both answer alike."],
  "413": ["TooLarge", "The body is larger than its kind may be."],
  "415": ["UnsupportedMediaType", "Content-Type or Content-Encoding is not taken."],
  "429": ["TooManyRequests", "Come back after `Retry-After`."],
  "503": ["Unavailable", "For a moment it cannot be done; send it again, which does no harm."],
  "500": ["Failed", "Something failed on our side."],
} as const;
export type FailureStatus = keyof typeof failures;

export const failing = (...statuses: FailureStatus[]): Record<string, { $ref: string }> =>
  Object.fromEntries([...statuses, "500" as const].map((status) => [status, { $ref: `#/components/responses/${failures[status][0]}` }]));

export const failureResponses: Record<string, Response> = Object.fromEntries(
  Object.entries(failures).map(([status, [name, description]]) => [
    name,
    {
      description,
      ...(status === "429" || status === "503"
        ? { headers: { "Retry-After": { description: "Seconds to wait", schema: { type: "integer" } satisfies JsonSchema } } }
        : {}),
      content: { "application/problem+json": { schema: ref("Problem") } },
    },
  ]),
);

export const sharedSchemas: Record<string, JsonSchema> = { Problem: toJsonSchema(problemSchema, "output") };
