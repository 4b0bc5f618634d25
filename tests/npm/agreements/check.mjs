// Reads {"schema": …, "documents": [text, …]} from standard input; writes [{"valid": true} | {"valid": false, "errors": […]}, …].
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { readFileSync } from "node:fs";

const { schema, documents } = JSON.parse(readFileSync(0, "utf8"));
const ajv = addFormats.default(new Ajv2020.default({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }));
const validate = ajv.compile(schema);
const answers = documents.map((text) => {
  const valid = validate(JSON.parse(text));
  return valid ? { valid } : { valid, errors: validate.errors.map((e) => `${e.instancePath} ${e.keyword}`) };
});
process.stdout.write(JSON.stringify(answers));
