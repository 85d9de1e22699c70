import { openDocument } from "@/lib/reports/archive/open-document";
import { answerFile } from "@/lib/runtime/answer-file";
import { getDeliveryServices } from "@/lib/runtime/delivery-services";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ delivery: string }> };

/** One's own report; those of others are not there, whoever asks. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { delivery } = await params;
  return answerFile(request, async ({ services, user }) => {
    const { bytes, name } = await openDocument({ ...services, ...getDeliveryServices() }, user, delivery);
    return { bytes, name, type: "application/pdf" };
  });
}
