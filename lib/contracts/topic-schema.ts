import { type CampusEventType, campusEventTypes, contractTraits } from "./campus-events";
import { dataSchemaOf as dataSchemaOfContract, type JsonSchema } from "./json-schemas";

const uuid = { type: "string", format: "uuid", description: "The person's pseudonym" } as const;
const instant = (description: string) => ({ type: "string", format: "date-time", description }) as const;
const text = (description: string) => ({ type: "string", description }) as const;
const sealed = { type: "string", contentEncoding: "base64", description: "Encrypted under the person's key" } as const;

/**
 * What a record of the topic of campus events holds as its value, as JSON Schema: each type's contract, with pseudonyms
 * for persons and ciphertext for free text. docs/campus-events-topic.schema.json publishes it.
 */
export function topicSchema(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:bellwether:campus-events-topic:1",
    title: "The value of a record of the topic of campus events",
    oneOf: campusEventTypes.map(valueSchemaOf),
  };
}

function valueSchemaOf(type: CampusEventType): JsonSchema {
  const properties = {
    type: { const: type },
    schemaVersion: { const: contractTraits[type].version },
    source: text("Who sent it; with id it names the event for ever"),
    id: text("Its id at the source"),
    occurredAt: instant("When it happened"),
    recordedAt: instant("When it was written down: of several events for one row the latest holds"),
    data: dataSchemaOf(type),
  };
  return { type: "object", properties, required: Object.keys(properties) };
}

function dataSchemaOf(type: CampusEventType): JsonSchema {
  const { persons, sealed: sealedFields } = contractTraits[type];
  const { properties = {}, required = [], ...rest } = dataSchemaOfContract(type);
  const kept = Object.entries(properties).filter(([name]) => type !== "person.defined" || !sealedFields.includes(name));
  const fields = kept.map(([name, schema]) => {
    if (persons.includes(name)) return [name, personSchema(schema)] as const;
    return [name, sealedFields.includes(name) ? { anyOf: [sealed, { type: "null" }] } : schema] as const;
  });
  const own = type === "person.defined" ? [["sealed", sealed] as const] : [];
  const names = new Set(fields.map(([name]) => name));
  return {
    ...rest,
    properties: Object.fromEntries([...fields, ...own]),
    // Optional free text is left out where there is none.
    required: [...required.filter((name) => names.has(name) && !sealedFields.includes(name)), ...own.map(([name]) => name)],
  };
}

function personSchema(schema: unknown) {
  const isList = typeof schema === "object" && schema !== null && Reflect.get(schema, "type") === "array";
  return isList ? { type: "array", items: uuid } : { anyOf: [uuid, { type: "null" }] };
}
