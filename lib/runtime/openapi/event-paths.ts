import { campusEventTypes } from "@/lib/contracts/campus-events";
import { exampleEvent } from "@/lib/contracts/examples";
import { eventSchemaOf, type JsonSchema, toJsonSchema } from "@/lib/contracts/json-schemas";
import { type Answer, receiptSchema } from "@/lib/ingest/receipt";
import { failing, json, type Paths, ref } from "./parts";

const roll = exampleEvent("attendance.recorded");
const grade = exampleEvent("grade.posted");

const receiptExample: Answer = {
  accepted: 1,
  duplicate: 0,
  rejected: 1,
  items: [
    {
      index: 1,
      id: "a-18",
      status: "rejected",
      errors: [
        {
          path: "data.status",
          rule: "enum",
          found: "prezent",
          message: 'Invalid option: expected one of "present"|"late"|"absent"|"excused"',
        },
      ],
    },
  ],
};

export const eventPaths: Paths = {
  "/api/v1/events": {
    post: {
      operationId: "sendEvents",
      summary: "Send campus events",
      description:
        "One event, an array, or one event a line (streamed, of any length). `accepted` means durable. Sending the same event again does no harm.",
      tags: ["events"],
      security: [{ apiKey: ["events:write"] }],
      parameters: [
        {
          name: "Content-Encoding",
          in: "header",
          description: "Compression of the body",
          schema: { type: "string", enum: ["gzip", "zstd"] },
        },
      ],
      requestBody: {
        required: true,
        content: {
          "application/cloudevents+json": { schema: ref("CampusEvent"), example: roll },
          "application/cloudevents-batch+json": { schema: { type: "array", items: ref("CampusEvent") }, example: [roll, grade] },
          "application/x-ndjson": {
            schema: { type: "string", description: "Lines, each a CampusEvent" },
            example: `${JSON.stringify(roll)}\n${JSON.stringify(grade)}\n`,
          },
        },
      },
      responses: {
        "200": { description: "The body was read; what became of each event", content: json(ref("Receipt"), receiptExample) },
        ...failing("400", "401", "403", "413", "415", "429", "503"),
      },
    },
  },
};

/** Each contract is a schema by the name of its type. */
export const eventSchemas: Record<string, JsonSchema> = {
  CampusEvent: {
    description: "A CloudEvent whose `type` decides what its `data` must be. Fields that no contract names are left out.",
    oneOf: campusEventTypes.map(ref),
    discriminator: {
      propertyName: "type",
      mapping: Object.fromEntries(campusEventTypes.map((type) => [type, `#/components/schemas/${type}`])),
    },
  },
  ...Object.fromEntries(campusEventTypes.map((type) => [type, { ...eventSchemaOf(type), examples: [exampleEvent(type)] }])),
  Receipt: toJsonSchema(receiptSchema, "output"),
};
