// mingo or sift as a witness: answers questions on standard input, one a line.
//
//   node javascript.mjs mingo|sift
//
//   {"filter": …, "docs": […]}   canonical Extended JSON
//   {"match": [indexes], "unknown": [indexes of documents that JavaScript has no values for]}
//                                or {"error": …}: it refuses the filter
//                                or {"outside": …}: JavaScript has no value for the filter
import { createInterface } from "node:readline";

class Outside extends Error {}

const MAKERS = {
  $numberInt: Number,
  $numberDouble: Number,
  $numberLong: (text) => {
    const number = Number(text);
    if (!Number.isSafeInteger(number)) throw new Outside("a long beyond 2^53");
    return number;
  },
  $date: (date) => {
    const made = new Date(Number(date.$numberLong));
    if (Number.isNaN(made.getTime())) throw new Outside("a date that JavaScript has no form of");
    return made;
  },
  $regularExpression: ({ pattern, options }) => {
    if (/[^ims]/.test(options)) throw new Outside("a regex option of PCRE2");
    try {
      return new RegExp(pattern, options);
    } catch {
      throw new Outside("a regex of PCRE2");
    }
  },
};

const NAMES = {
  $numberDecimal: "a decimal", $oid: "an ObjectId", $binary: "binary data", $minKey: "MinKey",
  $maxKey: "MaxKey", $timestamp: "a timestamp", $code: "code", $symbol: "a symbol",
  $undefined: "undefined", $dbPointer: "a DBPointer",
};

function value(json) {
  if (Array.isArray(json)) return json.map(value);
  if (json === null || typeof json !== "object") return json;
  const [first] = Object.keys(json);
  if (first in MAKERS) return MAKERS[first](json[first]);
  if (first in NAMES) throw new Outside(NAMES[first]);
  if (Object.keys(json).some((key) => key === "__proto__")) throw new Outside("a name of its own");
  return Object.fromEntries(Object.entries(json).map(([key, member]) => [key, value(member)]));
}

const TESTS = {
  mingo: async () => {
    const { Query } = await import("mingo");
    return (filter) => {
      const query = new Query(filter);
      return (document) => query.test(document);
    };
  },
  sift: async () => (await import("sift")).default,
};

// The value, or undefined when JavaScript has none.
function known(json, outside) {
  try {
    return value(json);
  } catch (error) {
    if (!(error instanceof Outside)) throw error;
    outside(error.message);
    return undefined;
  }
}

function answer({ filter, docs }) {
  let reason;
  const asked = known(filter, (message) => (reason = message));
  if (asked === undefined) return { outside: reason };
  const answered = { match: [], unknown: [] };
  try {
    const matches = test(asked);
    docs.forEach((doc, i) => {
      const document = known(doc, () => answered.unknown.push(i));
      if (document !== undefined && matches(document)) answered.match.push(i);
    });
    return answered;
  } catch (error) {
    return { error: String(error.message).split("\n")[0] };
  }
}

const test = await TESTS[process.argv[2]]();
for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
