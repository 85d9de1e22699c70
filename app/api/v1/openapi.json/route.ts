import { openApiDocument } from "@/lib/runtime/openapi/document";

export const dynamic = "force-static";

export const GET = () => Response.json(openApiDocument);
