import type { ContractDescription } from "@/lib/contracts/describe-contract";

/** Contracts in which every word is found: in the type, a field's name or what is said of it. */
export function findContracts(contracts: readonly ContractDescription[], wanted: string): ContractDescription[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  return contracts.filter((contract) => {
    const said = [contract.type, contract.text, ...contract.fields.flatMap((field) => [field.name, field.text])].join(" ").toLowerCase();
    return words.every((word) => said.includes(word));
  });
}
