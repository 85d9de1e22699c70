import * as z from "zod/mini";
import type { NewMapping } from "@/lib/access/administration/change-mappings";
import { signInSchema } from "@/lib/access/administration/sign-in-shapes";
import { ask, send } from "../access/fetch-access";

const madeSchema = z.object({ id: z.string() });

export const fetchSignIn = () => ask("/sign-in", signInSchema);
export const addMapping = (wanted: NewMapping) => send("POST", "/sign-in/mappings", madeSchema, wanted);
export const removeMapping = (id: string) => send("POST", `/sign-in/mappings/${encodeURIComponent(id)}/remove`, madeSchema, {});
