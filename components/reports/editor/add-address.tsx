"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Called, languagesShown } from "@/lib/reports/manage/schedule-shapes";
import type { Recipient } from "@/lib/reports/recipients-shape";
import { type ChosenScope, emptyScope, toScope } from "../../scope/chosen-scope";
import { ScopeChooser } from "../../scope/scope-chooser";
import { useKnownLocale } from "../../shell/shell-context";
import { Button } from "../../ui/button";
import { Choice } from "./choice";
import { controlLook, Labelled } from "./labelled";

const looksLikeOne = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

type Props = {
  /** What its reader is given may be chosen; else it is the whole institution. */
  choosesScope: boolean;
  onAdd: (recipient: Recipient, named: Partial<Called>) => void;
};

/** An address outside of the institution, with what its reader is given: fixed, and with small groups always hidden. */
export function AddAddress({ choosesScope, onAdd }: Props) {
  const t = useTranslations("reports.recipients");
  const [address, setAddress] = useState("");
  const [scope, setScope] = useState<ChosenScope>(emptyScope);
  const [language, setLanguage] = useState<(typeof languagesShown)[number]>(useKnownLocale());
  const wanted = toScope(scope);
  const typed = address.trim();
  return (
    <div className="space-y-3">
      <p className="rounded-md bg-warn-soft p-2 text-sm text-warn">{t("outsideWarning")}</p>
      <Labelled label={t("address")}>
        {(ids) => (
          <input
            type="email"
            maxLength={254}
            autoComplete="off"
            value={address}
            onChange={(event) => setAddress(event.target.value)}
            className={controlLook}
            {...ids}
          />
        )}
      </Labelled>
      {choosesScope ? (
        <ScopeChooser legend={t("scope")} value={scope} onChange={setScope} />
      ) : (
        <p className="text-sm text-soft">{t("wholeOnly")}</p>
      )}
      <Choice
        label={t("addressLanguage")}
        value={language}
        options={languagesShown.map((value) => ({ value, label: t(`language.${value}`) }))}
        onChange={setLanguage}
      />
      <Button
        disabled={wanted === null || !looksLikeOne(typed)}
        onClick={() => {
          if (wanted === null) return;
          const { kind } = scope;
          onAdd(
            { to: "address", address: typed, scope: wanted, language },
            { places: kind === "institution" ? [] : scope.places.map((place) => ({ kind, ...place })) },
          );
          setAddress("");
          setScope(emptyScope);
        }}
      >
        {t("addAddress")}
      </Button>
    </div>
  );
}
