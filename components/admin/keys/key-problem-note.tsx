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

function reasonOf(error: Error): "name" | "day" | "place" | "moment" | "over" | "failed" {
  if (!(error instanceof KeyProblem)) return "failed";
  const { code, field } = error;
  if (code === "conflict") return field === "name" ? "name" : "over";
  if (code === "not-found") return "over";
  if (field === "expiresOn") return "day";
  if (field === "oldUntil") return "moment";
  return field === "scope" ? "place" : "failed";
}
