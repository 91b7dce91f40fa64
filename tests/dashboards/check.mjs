// Compares every dashboard with Grafana's types: node check.mjs
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = `${here}../../monitoring/grafana/`;
const files = readdirSync(folder).filter(name => name.endsWith(".json"));
// In JSON a string stands where the types want an enum. The compiler refuses keys that Grafana does not know.
const plain = "type Plain<T> = T extends string ? `${T}` : T extends (infer E)[] ? Plain<E>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;";
const source = ['import type { Dashboard } from "@grafana/schema";', plain, ...files.map((name, i) => `export const d${i}: Plain<Dashboard> = ${readFileSync(folder + name, "utf8")};`)].join("\n");
mkdirSync(`${here}obj`, { recursive: true });
writeFileSync(`${here}obj/check.ts`, source);
try {
  execFileSync(`${here}node_modules/.bin/tsc`, ["--noEmit", "--ignoreConfig", "--skipLibCheck", "--module", "nodenext", "--moduleResolution", "nodenext", "--target", "es2022", `${here}obj/check.ts`], { stdio: "inherit" });
  console.log(`${files.length} dashboards are what Grafana's types say.`);
} catch {
  process.exit(1);
}
