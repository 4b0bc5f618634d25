// Reads [hex of a double, …]; writes how ECMAScript writes each number: the peer of our canonical numbers.
import { readFileSync } from "node:fs";

const view = new DataView(new ArrayBuffer(8));
const answers = JSON.parse(readFileSync(0, "utf8")).map((hex) => {
  view.setBigUint64(0, BigInt("0x" + hex));
  return JSON.stringify(view.getFloat64(0));
});
process.stdout.write(JSON.stringify(answers));
