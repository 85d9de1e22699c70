"use client";

import { useTranslations } from "next-intl";
import type { Outcome } from "@/lib/ingest/quarantine/shapes";
import { Badge } from "../ui/badge";
import { ErrorPath } from "./error-path";

type Shown = { path: string; rule: string; message: string | null };

/** Errors one by one: where, by which rule, in words. The contract's own words are English, as senders get them. */
export function OutcomeText({ errors }: { errors: readonly Shown[] }) {
  const t = useTranslations();
  return (
    <ul className="space-y-1">
      {errors.map(({ path, rule, message }) => (
        <li key={`${path} ${rule}`}>
          <ErrorPath path={path} /> <Badge tone="warn">{rule}</Badge> {knownRules.has(rule) ? t(`data.rule.${rule}`) : ""}
          {message !== null && (
            <span lang="en" className="block text-sm text-soft">
              {message}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

const knownRules = new Set([
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
  "future",
  "id-conflict",
  "json",
  "too-large",
  "too-deep",
  "utf-8",
  "value",
]);

/** What a replay would come to, or came to. */
export function Verdict({ outcome, done }: { outcome: Outcome; done: boolean }) {
  const t = useTranslations();
  return (
    <div>
      <p className="mb-1 font-medium">{t(done ? `data.did.${outcome.result}` : `data.would.${outcome.result}`)}</p>
      <OutcomeText errors={outcome.errors} />
    </div>
  );
}
