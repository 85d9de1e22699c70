"use client";

import { useTranslations } from "next-intl";
import type { AuditAction } from "@/lib/access/audit/audit-actions";
import { lookScreens } from "@/lib/access/look-screens";
import { permissions } from "@/lib/access/permissions";
import { isBuiltIn } from "@/lib/access/roles";
import { namedFields as policyFields } from "../../admin/policies/policy-words";
import { formatCount, formatDay, formatInstant } from "../../kpi/format";
import { rooms } from "../../shell/navigation";
import { useKnownLocale, useZone } from "../../shell/shell-context";
import { known, namedFields } from "./closed-lists";
import { idsOfScope, scopeKindOf } from "./recorded-scope";

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const day = /^\d{4}-\d{2}-\d{2}$/;
const abilities = ["events:write", "kpis:read"] as const;
type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

/** A recorded value in words, by the field that it is of; what nobody has words for is shown as it is recorded. */
export function useValueWords() {
  const t = useTranslations("audit");
  const all = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();

  const fieldWords = (name: string): string => {
    const of = namedFields.find((one) => one === name);
    return of === undefined ? name : t(`detail.field.${of}`);
  };
  const plain = (value: unknown): string => {
    if (value === null || value === "") return t("detail.none");
    if (typeof value === "boolean") return t(value ? "detail.yes" : "detail.no");
    if (typeof value === "number") return formatCount(value, locale);
    if (Array.isArray(value)) return value.length === 0 ? t("detail.none") : value.map(plain).join(", ");
    if (isFields(value)) return pairs(value);
    const text = String(value);
    if (instant.test(text)) return formatInstant(text, locale, zone);
    return day.test(text) ? formatDay(text, locale, true) : text;
  };
  const pairs = (value: Fields): string => {
    const entries = Object.entries(value);
    if (entries.length === 0) return t("detail.none");
    return entries.map(([name, one]) => `${fieldWords(name)}: ${"from" in Object(one) ? fromTo(one) : plain(one)}`).join("; ");
  };
  const fromTo = (value: unknown): string => {
    const { from, to, ...rest }: Fields = isFields(value) ? value : {};
    if (to === undefined || Object.keys(rest).length > 0) return plain(value);
    return t("detail.fromTo", { from: scopeOr(from), to: scopeOr(to) });
  };
  const scopeOr = (value: unknown): string => (scopeKindOf(value) === null ? plain(value) : scopeWords(value));
  const scopeWords = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(scopeWords).join(", ");
    if (!isFields(value)) return plain(value);
    // Of several grants, or as a read was bound to it.
    if (value.kind === "union") return scopeWords(value.scopes);
    const kind = scopeKindOf(value);
    if (kind === null) return value.everything === true ? t("detail.scope.institution") : pairs(withoutEmpty(value));
    if (kind === "institution" || kind === "none") return t(`detail.scope.${kind}`);
    return t(`detail.scope.${kind}`, { ids: idsOfScope(value).join(", ") });
  };
  const roleWords = (value: unknown): string => {
    const text = String(value);
    return isBuiltIn(text) ? all(`role.${text}`) : plain(value);
  };
  const permissionWords = (value: unknown): string => {
    const of = permissions.find((one) => one === value);
    return of === undefined ? plain(value) : all(`admin.permission.${of}.name`);
  };
  const abilityWords = (value: unknown): string => {
    const of = abilities.find((one) => one === value);
    return of === undefined ? plain(value) : all(`keys.ability.${of}`);
  };
  const changedWords = (value: unknown): string => {
    const option = policyFields.find((one) => one === value);
    if (option !== undefined) return all(`admin.policies.field.${option}`);
    return typeof value === "string" ? fieldWords(value) : plain(value);
  };
  const each = (value: unknown, words: (one: unknown) => string): string =>
    Array.isArray(value) && value.length > 0 ? value.map(words).join(", ") : plain(value);

  const valueWords = (action: AuditAction | null, name: string, value: unknown): string => {
    switch (name) {
      case "screen": {
        const screen = lookScreens.find((one) => one === value);
        return screen === undefined ? plain(value) : t(`screen.${screen}`);
      }
      case "role":
        return roleWords(value);
      case "viewedAs":
        return typeof value === "string" && value.startsWith("role:") ? roleWords(value.slice("role:".length)) : plain(value);
      case "scope":
        return scopeWords(value);
      case "permissions":
      case "added":
      case "removed":
        return each(value, permissionWords);
      case "can":
        return each(value, abilityWords);
      case "changed":
        return each(value, changedWords);
      case "home": {
        const room = rooms.find((one) => one === value);
        return room === undefined ? plain(value) : all(`nav.${room}`);
      }
      case "how": {
        const of = known("how", value);
        return of === null ? plain(value) : t(`detail.how.${of}`);
      }
      case "secondFactor": {
        const of = known("factor", value);
        return of === null ? plain(value) : t(`detail.factor.${of}`);
      }
      case "why": {
        const of = known("why", value);
        return of === null ? plain(value) : t(`detail.why.${of}`);
      }
      case "reason": {
        const of = action === "session.refused" ? known("refusal", value) : null;
        return of === null ? plain(value) : t(`detail.refusal.${of}`);
      }
      case "what": {
        const of = known("what", value);
        return of === null ? plain(value) : t(`detail.what.${of}`);
      }
      case "result": {
        const of = known("result", value);
        return of === null ? plain(value) : t(`detail.result.${of}`);
      }
      case "value":
        return action?.startsWith("claim-mapping.") === true && value === null ? t("detail.anyValue") : plain(value);
      case "endsAt":
      case "was":
      case "expiresAt":
        return value === null ? t("detail.noEnd") : plain(value);
      default:
        return plain(value);
    }
  };
  return { fieldWords, valueWords };
}

const withoutEmpty = (value: Fields): Fields =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => !Array.isArray(one) || one.length > 0));
