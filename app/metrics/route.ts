import { metricsResponse } from "@/lib/runtime/metrics/metrics-endpoint";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

export const GET = (request: Request) => metricsResponse(getServices().config.metricsKey, request.headers.get("authorization"));
