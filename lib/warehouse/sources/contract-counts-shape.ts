import { z } from "zod";

export const contractCountSchema = z.object({
  /** "" with version 0: no contract that we know. */
  type: z.string(),
  version: z.number().int(),
  accepted: z.number().int(),
  duplicate: z.number().int(),
  rejected: z.number().int(),
  sources: z.array(z.string()),
});
export const contractCountsSchema = z.object({ contracts: z.array(contractCountSchema) });
export type ContractCount = z.infer<typeof contractCountSchema>;
