import type { Stamp } from "@/lib/reports/ports";

/** What the archive needs of this process besides the services: who puts a reader's name on their copy. */
export type DeliveryServices = { stamp: Stamp };

const key = Symbol.for("bellwether.delivery-services");

export function provideDeliveryServices(services: DeliveryServices): void {
  Reflect.set(globalThis, key, services);
}

export function getDeliveryServices(): DeliveryServices {
  const services: DeliveryServices | undefined = Reflect.get(globalThis, key);
  if (services === undefined) throw new Error("The delivery services are made by server.ts before Next starts.");
  return services;
}
