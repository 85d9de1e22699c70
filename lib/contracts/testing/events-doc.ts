import { type CampusEventType, campusEventTypes } from "../campus-events";
import { describeContract, type FieldKind } from "../describe-contract";

/** What docs/EVENTS.md says of each type, written from the contracts. */
function words(kind: FieldKind): string {
  switch (kind.is) {
    case "either":
      return kind.of.map(words).join(" or ");
    case "choice":
      return kind.values.map((value) => `\`${value}\``).join(" ");
    case "text":
      return `text of ${kind.least} to ${kind.most}`;
    case "number": {
      const name = kind.whole ? "whole number" : "number";
      return kind.least === null ? name : `${name}, ${kind.least} to ${kind.most}`;
    }
    case "list":
      return `up to ${kind.most} of: ${words(kind.of)}`;
    case "texts":
      return "object of texts";
    default:
      return kind.is;
  }
}

function section(type: CampusEventType): string {
  const { text, fields, example } = describeContract(type);
  const rows = fields.map(
    (field) => `| \`${field.name}\`${field.required ? "" : "?"} | ${words(field.kind)} | ${field.text}.${field.person ? " Person." : ""} |`,
  );
  const sealed = fields.filter((field) => field.sealed).map((field) => `\`${field.name}\``);
  return [
    `### ${type}`,
    "",
    text,
    "",
    "| field | value | meaning |",
    "|---|---|---|",
    ...rows,
    "",
    `    ${JSON.stringify(example.data)}`,
    ...(sealed.length === 0 ? [] : ["", `Kept encrypted under the person's key: ${sealed.join(", ")}.`]),
  ].join("\n");
}

export const eventsDoc = (): string => `${campusEventTypes.map(section).join("\n\n")}\n`;
