"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState } from "react";
import { overlapDays } from "@/lib/access/key-days";
import type { KeyItem } from "@/lib/access/keys-shape";
import { instantOf, localOf } from "../../past/local-moment";
import { useZone } from "../../shell/shell-context";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { KeyProblem, rotateKey } from "./fetch-keys";
import { KeyProblemNote } from "./key-problem-note";
import { useKeyChange } from "./use-keys";

const day = 86_400_000;

/** A new secret for the same key: until when the one so far still holds, or that it ends now because it leaked. */
export function RotateForm({ item, onSecret }: { item: KeyItem; onSecret: (secret: string) => void }) {
  const t = useTranslations("keys.rotate");
  const zone = useZone();
  const [local, setLocal] = useState("");
  const [now, setNow] = useState(false);
  useEffect(() => {
    void localOf(new Date(Date.now() + overlapDays.usual * day).toISOString(), zone).then(setLocal);
  }, [zone]);
  const rotate = useKeyChange(
    async () => {
      const until = now ? "now" : await instantOf(local, zone);
      if (until === null) throw new KeyProblem("bad-request", "oldUntil", "type");
      return rotateKey(item.id, until);
    },
    ({ key }) => onSecret(key),
  );
  const send = (event: FormEvent) => {
    event.preventDefault();
    rotate.mutate(undefined);
  };
  return (
    <form onSubmit={send} className="space-y-4">
      <p className="max-w-prose">{t("text", { name: item.name })}</p>
      {!now && (
        <Field
          label={t("oldUntil", { zone })}
          type="datetime-local"
          required
          value={local}
          onChange={(event) => setLocal(event.target.value)}
        />
      )}
      <label className="flex cursor-pointer items-center gap-2">
        <input type="checkbox" className="size-4 accent-(--accent)" checked={now} onChange={(event) => setNow(event.target.checked)} />
        {t("now")}
      </label>
      {now && (
        <p role="status" className="rounded-md bg-warn-soft p-3 text-sm text-warn">
          {t("nowWarning")}
        </p>
      )}
      <KeyProblemNote error={rotate.error} />
      <Button type="submit" look="strong" large disabled={rotate.isPending || (!now && local === "")}>
        {t("submit")}
      </Button>
    </form>
  );
}
