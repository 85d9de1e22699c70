import NextAuth from "next-auth";
import { authOptions } from "@/lib/access/auth-options";
import { refuseUnanswerable } from "@/lib/access/refuse-unanswerable";
import { SignInDoor } from "@/lib/access/sign-in-door";
import { problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: Request, context: Context): Promise<Response> {
  try {
    await refuseUnanswerable(request);
    const services = getServices();
    const door = new SignInDoor(request, services);
    return door.close(await NextAuth(await authOptions(services, door))(request, context));
  } catch (error) {
    return problemResponse(error);
  }
}

export { handler as GET, handler as POST };
