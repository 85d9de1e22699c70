import type { Recomputer } from "@/lib/aggregator/rescale/recomputer";

/** What the page of policies needs of this process besides the services: who computes again what a change concerns. */
export type PolicyServices = { recomputer: Pick<Recomputer, "ask"> };

const key = Symbol.for("bellwether.policy-services");

export function providePolicyServices(services: PolicyServices): void {
  Reflect.set(globalThis, key, services);
}

export function getPolicyServices(): PolicyServices {
  const services: PolicyServices | undefined = Reflect.get(globalThis, key);
  if (services === undefined) throw new Error("The policy services are made by server.ts before Next starts.");
  return services;
}
