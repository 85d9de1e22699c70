import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { mayOpenData } from "@/lib/access/may-open-data";
import { campusEventTypes } from "@/lib/contracts/campus-events";
import { describeContract } from "@/lib/contracts/describe-contract";
import { koreanContracts } from "@/lib/contracts/korean-text";
import { reader, type Search } from "../shell/page-context";
import { PageMessages } from "../shell/page-messages";
import { ContractsPart } from "./contracts-part";
import { tabOf } from "./data-tabs";
import { QuarantinePart } from "./quarantine-part";
import { SourcesPart } from "./sources-part";
import { TabLinks } from "./tab-links";
import { VerificationPart } from "./verification-part";

/** Is the data right and fresh? For others than data engineers and administrators there is no such page. */
export async function DataPage({ searchParams }: { searchParams: Search }) {
  const principal = await reader();
  if (principal === null || !mayOpenData(principal)) notFound();
  const t = await getTranslations("data");
  const tab = tabOf((await searchParams).tab);
  return (
    <PageMessages of={["data"]}>
      <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mb-3 max-w-prose text-soft">{t("text")}</p>
      <TabLinks tab={tab} />
      {tab === "sources" && <SourcesPart />}
      {tab === "contracts" && <ContractsPart contracts={await contracts()} />}
      {tab === "quarantine" && <QuarantinePart contracts={await contracts()} />}
      {tab === "verification" && <VerificationPart />}
    </PageMessages>
  );
}

/** The contracts in the reader's language. */
async function contracts() {
  const korean = (await getLocale()) === "ko";
  return campusEventTypes.map((type) => {
    const contract = describeContract(type);
    if (!korean) return contract;
    const { text, fields } = koreanContracts[type];
    const told = new Map(Object.entries(fields));
    return { ...contract, text, fields: contract.fields.map((field) => ({ ...field, text: told.get(field.name) ?? field.text })) };
  });
}
