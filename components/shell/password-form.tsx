"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import * as z from "zod/mini";
import { Button } from "../ui/button";
import { Field } from "../ui/field";

type Props = { email: string; asksCurrent: boolean; length: { shortest: number; longest: number } };
type Failure = "mismatch" | "wrong" | "length" | "wait" | "failed";

const problemSchema = z.object({ status: z.number(), field: z.optional(z.string()) });

export function PasswordForm({ email, asksCurrent, length }: Props) {
  const t = useTranslations("password");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = String(form.get("password") ?? "");
    if (password !== form.get("again")) return setFailure("mismatch");
    setBusy(true);
    setFailure(null);
    const failed = await put({ password, ...(asksCurrent ? { current: String(form.get("current") ?? "") } : {}) });
    if (failed === null) return window.location.assign("/");
    setFailure(failed);
    setBusy(false);
  };

  const limits = { minLength: length.shortest, maxLength: length.longest, required: true } as const;
  return (
    <form onSubmit={(event) => void send(event)} className="max-w-md space-y-3">
      <input type="hidden" name="username" autoComplete="username" value={email} />
      {asksCurrent && <Field label={t("current")} name="current" type="password" autoComplete="current-password" required />}
      <Field label={t("new", length)} name="password" type="password" autoComplete="new-password" {...limits} />
      <Field label={t("again")} name="again" type="password" autoComplete="new-password" {...limits} />
      {failure !== null && (
        <p role="alert" className="rounded-md bg-warn-soft p-3 text-warn">
          {t(failure, length)}
        </p>
      )}
      <div className="flex items-center gap-4">
        <Button look="strong" large type="submit" disabled={busy}>
          {t("submit")}
        </Button>
        <Link href="/" className="text-accent underline-offset-2 hover:underline">
          {t("later")}
        </Link>
      </div>
    </form>
  );
}

/** Null where it was taken. */
async function put(body: { password: string; current?: string }): Promise<Failure | null> {
  try {
    const response = await fetch("/api/internal/password", {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return null;
    const problem = problemSchema.parse(await response.json());
    if (problem.status === 429) return "wait";
    if (problem.field === "current") return "wrong";
    return problem.field === "password" ? "length" : "failed";
  } catch {
    return "failed"; // what went wrong is on the server's side or between; the form is kept
  }
}
