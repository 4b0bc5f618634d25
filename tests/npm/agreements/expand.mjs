// Reads JSON-LD documents as an array from standard input; writes each expanded. Safe mode: a member that would be dropped is an error, and so
// is a context from elsewhere.
import jsonld from "jsonld";
import { readFileSync } from "node:fs";

const documents = JSON.parse(readFileSync(0, "utf8"));
const documentLoader = (url) => {
  throw new Error(`Nothing is fetched: ${url}`);
};
const expanded = [];
for (const document of documents) {
  expanded.push(await jsonld.expand(document, { documentLoader, safe: true }));
}

process.stdout.write(JSON.stringify(expanded));
