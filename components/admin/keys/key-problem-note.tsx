"use client";

import { useTranslations } from "next-intl";
import { KeyProblem } from "./fetch-keys";

/** Why it was not done, in words that say what to do; nothing where nothing went wrong. */
export function KeyProblemNote({ error }: { error: Error | null }) {
  const t = useTranslations("keys.problem");
  if (error === null) return null;
  return (
    <p role="alert" className="rounded-md bg-warn-soft p-3 text-warn">
      {t(reasonOf(error))}
    </p>
  );
}

function reasonOf(error: Error): "name" | "day" | "place" | "moment" | "over" | "more" | "failed" {
  if (!(error instanceof KeyProblem)) return "failed";
  const { code, field, rule } = error;
  if (rule === "more-than-held") return "more";
  if (code === "conflict") return field === "name" ? "name" : "over";
  if (code === "not-found") return "over";
  if (field === "expiresOn") return "day";
  if (field === "oldUntil") return "moment";
  return field === "scope" ? "place" : "failed";
}
