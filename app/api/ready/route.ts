import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** Whether this process can serve, and what is missing where it cannot. */
export const GET = (): Promise<Response> => getServices().readiness.answer();
