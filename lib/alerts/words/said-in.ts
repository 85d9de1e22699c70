import { translatorFor } from "@/lib/platform/translator";
import type { Locale } from "./figures";
import type { SaidOfDelivery } from "./notice-in-words";

/** The words of a delivery, for who does not ask at the moment; pages take them from their own provider. */
export function saidIn(locale: Locale): SaidOfDelivery {
  const t = translatorFor("deliverySaid", locale);
  return (word, values) => t(`${word}`, values);
}
