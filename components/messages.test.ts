import { describe, expect, it } from "vitest";
import { exportKinds } from "@/components/exports/export-context";
import { scopeKinds } from "@/components/scope/chosen-scope";
import { rooms } from "@/components/shell/navigation";
import { personStates } from "@/lib/access/administration/shapes";
import { signInSchema } from "@/lib/access/administration/sign-in-shapes";
import { auditActions } from "@/lib/access/audit/audit-actions";
import { findingKinds } from "@/lib/access/audit/finding";
import { keyHints, keyStates } from "@/lib/access/key-standing";
import { lookReasons } from "@/lib/access/look-reason-list";
import { lookScreens } from "@/lib/access/look-screens";
import { permissions } from "@/lib/access/permissions";
import { abilities } from "@/lib/access/principal";
import { roles } from "@/lib/access/roles";
import { signInWays } from "@/lib/access/sign-in-ways";
import { eventKinds } from "@/lib/alerts/manage/rules-shape";
import { conditionKinds, references, windows } from "@/lib/alerts/rules/rule-shape";
import { ruleStates } from "@/lib/alerts/rules/states";
import { kpiDefinitions } from "@/lib/kpis/definitions";
import { retained } from "@/lib/kpis/policy";
import { connectionStates } from "@/lib/live/client/connection";
import { ownWords } from "@/lib/platform/mail/own-words";
import { versionStates } from "@/lib/policies/policies-shape";
import { archiveStates } from "@/lib/reports/archive/archive-shape";
import { periods, reportKinds } from "@/lib/reports/content-shape";
import { deliveryStatesShown } from "@/lib/reports/manage/run-shapes";
import {
  comparesShown,
  emailWays,
  holidayRules,
  kindsShown,
  languagesShown,
  missedRules,
  papersShown,
  periodsShown,
  runStates,
  termEvents,
} from "@/lib/reports/manage/schedule-shapes";
import { withheldReasons } from "@/lib/reports/recipients/withheld";
import { thingKinds } from "@/lib/warehouse/access/explain-shape";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";
import { refusedRules } from "./admin/access/refused-rules";
import { scopeKinds as grantScopeKinds } from "./admin/access/scope-picker";
import { adminRooms } from "./admin/admin-rooms";
import { namedFields } from "./admin/policies/policy-words";
import { knownRules } from "./admin/policies/problem-text";
import { mappingRules } from "./admin/sign-in/mapping-refused";
import { templateKinds } from "./admin/sign-in/picked-template";
import { problemReasons } from "./alerts/problem-note";
import { namedFields as auditFields, closedLists } from "./audit/detail/closed-lists";
import { phrases } from "./audit/detail/phrases";
import { scopeKinds as recordedScopes } from "./audit/detail/recorded-scope";
import { causeRules } from "./reports/cause-rules";
import { rhythms } from "./reports/editor/draft";
import { fieldRules } from "./reports/editor/field-rules";
import { refusalsTold } from "./reports/refusals-told";
import { messageUses, usesIn } from "./testing/message-uses";

type Tree = { [key: string]: string | Tree };
const keysOf = (tree: Tree, prefix = ""): string[] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === "string" ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`)));

/**
 * Messages whose names code puts together when it runs: what may stand in the place of the star, by pattern. From
 * the definitions where there are some; a pattern that is missing here, or that no code has, fails.
 */
const putTogether: Readonly<Record<string, readonly string[]>> = {
  "account.passwordText.*": ["current", "nothing", "provider", "none"],
  "account.sessions.how.*": signInWays,
  "call.*": ["over", "near", "failing", "status", "low-marks", "rising", "fell", "withdrew", "chronic", "quiet"],
  "contact.by.*": ["call", "mail", "message", "conversation"],
  "data.did.*": ["accepted", "duplicate", "rejected"],
  "data.item.*": ["open", "replayed", "discarded"],
  "data.rule.*": [
    "required",
    "type",
    "enum",
    "min",
    "max",
    "format",
    "date",
    "date-time",
    "text",
    "order",
    "unknown-type",
    "unknown-version",
    "id-conflict",
    "json",
    "too-large",
    "too-deep",
    "utf-8",
    "value",
    "future",
  ],
  "data.run.*": ["running", "done", "failed", "cut-off"],
  "data.size.*": ["text", "number", "boolean", "list", "object"],
  "data.sources.*": ["below", "above"],
  "data.state.*": ["fresh", "stale", "silent"],
  "data.tab.*": ["sources", "contracts", "quarantine", "verification"],
  "data.why.*": ["person", "sealed", "unknown", "shape"],
  "admin.room.*": adminRooms,
  "admin.explain.kind.*": thingKinds,
  "admin.people.states.*": personStates,
  "admin.permission.*.name": permissions,
  "admin.permission.*.text": permissions,
  "admin.refused.field.*": ["name", "boundTo", "disabled", "endsAt", "nameKo", "home", "permissions"],
  "admin.refused.rule.*": refusedRules,
  "admin.scope.kind.*": grantScopeKinds,
  "admin.signIn.field.*": ["claim", "value", "role", "scope"],
  "admin.signIn.providerFactor.*": ["asked", "trusted"],
  "admin.signIn.rule.*": mappingRules,
  "admin.signIn.setting.*": Object.keys(signInSchema.shape.settings.shape),
  "admin.signIn.template.*": templateKinds,
  "admin.signIn.withoutGrant.*": ["admit", "refuse"],
  "archive.filters.*": ["state", "report", "from", "to"],
  "archive.mailbox.*": ["html", "plain", "headers"],
  "archive.part.*": ["schedules", "archive", "mailbox"],
  "archive.period.*": periods,
  "archive.state.*": archiveStates,
  "archive.stateHelp.*": archiveStates,
  "alerts.form.place.*": ["departments", "courses", "sections"],
  "alerts.form.reference.*": references,
  "alerts.form.sides.*": ["below", "above", "either"],
  "alerts.form.when.*": conditionKinds,
  "alerts.form.window.*": windows,
  "alerts.held.*": ["scope", "question"],
  "alerts.history.kind.*": eventKinds,
  "alerts.problem.*": problemReasons,
  "alerts.settings.every.*": ["none", "hour", "day"],
  "alerts.state.*": [...ruleStates, "paused", "held"],
  "audit.did.*": auditActions,
  "audit.detail.factor.*": Object.keys(closedLists.factor),
  "audit.detail.field.*": auditFields,
  "audit.detail.how.*": Object.keys(closedLists.how),
  "audit.detail.refusal.*": Object.keys(closedLists.refusal),
  "audit.detail.result.*": Object.keys(closedLists.result),
  "audit.detail.said.*": Object.keys(phrases),
  "audit.detail.scope.*": recordedScopes,
  "audit.detail.what.*": Object.keys(closedLists.what),
  "audit.detail.why.*": Object.keys(closedLists.why),
  "audit.screen.*": lookScreens,
  "audit.state.how.*": findingKinds,
  "lookReason.because.*": lookReasons,
  "admin.policies.field.*": namedFields,
  "admin.policies.field.retention.*": retained,
  "admin.policies.group.*": ["attendance", "dropout", "suppression", "privacy", "retention"],
  "admin.policies.keep.*": retained,
  "admin.policies.problem.*": knownRules,
  "admin.policies.state.*": versionStates,
  "data.would.*": ["accepted", "duplicate", "rejected"],
  "deliverySaid.*": ownWords,
  "entry.problem.*": ["unreachable", "busy", "signed-out", "not-yours", "taken", "outside-term", "view-only", "invalid"],
  "exports.*": ["png", "svg"],
  "exports.csv.*": exportKinds,
  "keys.ability.*": abilities,
  "keys.hint.*": keyHints,
  "keys.problem.*": ["name", "day", "place", "moment", "over", "more", "failed"],
  "keys.state.*": keyStates,
  "measure.*": kpiDefinitions.flatMap(({ measures }) => measures).filter((name) => name !== "letters"),
  "meeting.*": ["planned", "held", "cancelled"],
  "mode.*": ["in-person", "online"],
  "nav.*": rooms,
  "password.*": ["mismatch", "wrong", "length", "wait", "failed"],
  "past.facts.*": ["late", "corrected", "takenBack", "recorded"],
  "past.few.*": ["late", "corrected", "takenBack", "recorded"],
  "print.kind.*": reportKinds,
  "product.*": ["live", "exact", "scoped"],
  "provenance.*": ["simulated", "real"],
  "registration.*": ["enrolled", "leave", "withdrawn", "dismissed", "graduated", "transferred"],
  "reports.deliveryState.*": deliveryStatesShown,
  "reports.editor.compares.*": comparesShown,
  "reports.editor.every.*": rhythms,
  "reports.editor.languages.*": languagesShown,
  "reports.editor.onHoliday.*": holidayRules,
  "reports.editor.onMissed.*": missedRules,
  "reports.editor.papers.*": papersShown,
  "reports.editor.periods.*": periodsShown,
  "reports.editor.when.*": rhythms,
  "reports.event.*": termEvents,
  "reports.how.*": emailWays,
  "reports.run.cause.*": causeRules,
  "reports.kind.*": kindsShown,
  "reports.own.*": kindsShown,
  "reports.problem.*": fieldRules,
  "reports.recipients.add.*": ["role", "user", "address"],
  "reports.recipients.language.*": languagesShown,
  "reports.refused.*": refusalsTold,
  "reports.run.purpose.*": ["scheduled", "now", "preview"],
  "reports.runState.*": runStates,
  "reports.weekday.*": ["1", "2", "3", "4", "5", "6", "7"],
  "reports.when.*": ["day", "weekday", "month-end"],
  "reports.withheld.*": withheldReasons,
  "role.*": roles,
  "rolls.phase.*": ["saving", "saved", "counted"],
  "rows.states.*": [
    "present",
    "late",
    "absent",
    "excused",
    "enrolled",
    "withdrawn",
    "completed",
    "leave",
    "dismissed",
    "graduated",
    "transferred",
    "recorded",
    "unrecorded",
  ],
  "scopeChooser.kind.*": scopeKinds,
  "scopeChooser.search.*": scopeKinds.filter((kind) => kind !== "institution"),
  "sees.*": roles,
  "signIn.*": ["failed", "providerRefused", "providerFailed"],
  "shell.*": [...connectionStates, "light", "dark", "system"],
  "status.*": ["present", "late", "absent", "excused", "enrolled", "withdrawn", "completed", "provisional", "final"],
  "steps.*": ["filters", "search"],
  "steps.first.*": roles,
  "unit.*": ["institution", "college", "department"],
};

describe("messages", () => {
  const uses = messageUses(["app", "components", "lib"]);
  const patterns = uses.filter(({ key }) => key.includes("*"));
  const named = new Set([
    ...uses.map(({ key }) => key).filter((key) => !key.includes("*")),
    ...Object.entries(putTogether).flatMap(([pattern, names]) => names.map((name) => pattern.replace("*", name))),
  ]);

  it("are the same in both languages, and take the same values", () => {
    expect(keysOf(ko).sort()).toEqual(keysOf(en).sort());
    for (const key of keysOf(en)) expect(valuesIn(textOf(ko, key)), key).toEqual(valuesIn(textOf(en, key)));
  });

  it("names that are put together are all accounted for", () => {
    expect([...new Set(patterns.map(({ key }) => key))].sort()).toEqual(Object.keys(putTogether).sort());
  });

  it("whatever code names is there", () => {
    const there = new Set(keysOf(en));
    expect(uses.filter(({ key }) => !key.includes("*") && !there.has(key))).toEqual([]);
    expect([...named].filter((key) => !there.has(key))).toEqual([]);
  });

  it("are all used", () => {
    expect(keysOf(en).filter((key) => !named.has(key))).toEqual([]);
  });

  it("the search for uses sees every way in which code names one", () => {
    const code = `
      const outer = useTranslations("a");
      async function page(t: ReturnType<typeof useTranslations<"p">>) {
        t("one");
        outer(flag ? "two" : "three");
        (await getTranslations("b"))("four");
        const { s } = await other(), u = await getTranslations();
        u("c.five"); u(\`d.\${s}\`); u(s); outer.rich("six");
        const t2 = (t) => t("not a translator");
      }
      t("out of reach");`;
    expect(usesIn("x.tsx", code).map(({ key }) => key)).toEqual(["p.one", "a.two", "a.three", "b.four", "c.five", "d.*", "*", "a.six"]);
  });
});

function textOf(tree: Tree, key: string): string {
  const found = key.split(".").reduce<string | Tree | undefined>((part, name) => (typeof part === "object" ? part[name] : undefined), tree);
  if (typeof found !== "string") throw new Error(`No message ${key}`);
  return found;
}

/** The names of a message's values: `{name}`, `{name, plural, ...}`; braces inside of a choice hold texts again. */
function valuesIn(text: string): string[] {
  const names = new Set<string>();
  let depth = 0;
  for (const [index, character] of [...text].entries()) {
    if (character === "{" && depth % 2 === 0) names.add(/^\w+/.exec(text.slice(index + 1))?.[0] ?? "");
    depth += character === "{" ? 1 : character === "}" ? -1 : 0;
  }
  return [...names].sort();
}
