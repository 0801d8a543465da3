// One way to the server: JSON in, JSON out, and a Problem that says what happened.
import type { Problem } from "./types";

export class Refusal extends Error {
  constructor(readonly status: number, readonly problem: Problem) {
    super(problem.message);
  }
}

/** This page, so that the server need not tell it what it did itself. */
export const TAB = newId().slice(0, 8);

/** Calls the API. Throws `Refusal` when the server says no, and `TypeError` when it cannot be reached. */
export async function call<T>(method: "GET" | "POST", path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    method,
    credentials: "same-origin",
    headers: { Accept: "application/json", "Samhandling-Tab": TAB, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? AbortSignal.timeout(20_000),
  });
  const json: unknown = await response.json().catch(() => null);
  if (response.ok) return json as T;
  throw new Refusal(response.status, (json as Problem | null) ?? { error: "unavailable", message: "" });
}
export const get = <T>(path: string, signal?: AbortSignal) => call<T>("GET", path, undefined, signal);
export const post = <T>(path: string, body: unknown, signal?: AbortSignal) => call<T>("POST", path, body, signal);

/** Fetches a file, with the name that the server gives it. Throws as `call` does. */
export async function file(path: string): Promise<{ data: Blob; name: string }> {
  const response = await fetch(path, { credentials: "same-origin", signal: AbortSignal.timeout(300_000) });
  if (!response.ok) throw new Refusal(response.status, ((await response.json().catch(() => null)) as Problem | null) ?? { error: "unavailable", message: "" });
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  return { data: await response.blob(), name: name ?? path.split("/").at(-1)!.split("?")[0]! };
}

/** A random id. `crypto.randomUUID` exists only on secure pages, and a room's laptop serves plain http. */
export function newId(): string {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6]! & 0x0f) | 0x40;
  b[8] = (b[8]! & 0x3f) | 0x80;
  const hex = Array.from(b, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
