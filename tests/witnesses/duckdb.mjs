// DuckDB, in memory, as another SQL engine: answers questions on standard input, one a line.
//
//   node duckdb.mjs
//
//   {"run": SQL}                    {"done": true}, or {"error": …}
//   {"ask": SQL, "params": […]}     {"rows": [the first column of each, as text; null of a NULL]}
//                                   or {"error": …}
//
// A param is {"long": text}, {"double": text}, {"text": …} or {"blob": hexadecimal}.
import { createInterface } from "node:readline";
import { BIGINT, BLOB, DOUBLE, DuckDBInstance, VARCHAR, blobValue } from "@duckdb/node-api";

const READERS = {
  long: (text) => [BigInt(text), BIGINT],
  double: (text) => [Number(text), DOUBLE],
  text: (text) => [text, VARCHAR],
  blob: (digits) => [blobValue(Buffer.from(digits, "hex")), BLOB],
};

const db = await (await DuckDBInstance.create(":memory:")).connect();

async function ask(sql, params) {
  const read = params.map((param) => READERS[Object.keys(param)[0]](Object.values(param)[0]));
  const values = read.map(([value]) => value);
  const types = read.map(([, type]) => type);
  const reader = await db.runAndReadAll(sql, values, types);
  return reader.getRows().map(([first]) => (first === null ? null : String(first)));
}

async function answer({ run, ask: sql, params }) {
  try {
    if (sql !== undefined) return { rows: await ask(sql, params) };
    await db.run(run);
    return { done: true };
  } catch (error) {
    return { error: String(error.message) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
