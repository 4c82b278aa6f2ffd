// A peer that answers tools/dev/bench: it reads ids of conditions, one a line, and answers each with
// the nanoseconds of processor time that one document took, and how many match.
//
//   node answer.mjs mingo|sift|duckdb|duckdb-ndjson|mingo-compile|sift-compile CONTACTS CONDITIONS
//
//   c01_eq_status
//   {"ns": 637.2, "matched": 123846}   or {"refused": "why"}
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [peer, contactsPath, conditionsPath] = process.argv.slice(2);
const conditions = new Map(
  JSON.parse(readFileSync(conditionsPath, "utf8")).map(({ id, filter }) => [id, filter]));

const parsed = () => readFileSync(contactsPath, "utf8").trimEnd().split("\n").map(JSON.parse);

function overParsed(test) {
  const contacts = parsed();
  return {
    documents: contacts.length,
    prepare: (filter) => {
      const matches = test(filter);
      return () => {
        let matched = 0;
        for (const contact of contacts) if (matches(contact)) ++matched;
        return matched;
      };
    },
  };
}

// What is timed is making the test, from a filter that is parsed; a document stands for one time.
function compiling(test) {
  const times = 1000;
  return {
    documents: times,
    prepare: (filter) => () => {
      let made = 0;
      for (let i = 0; i < times; ++i) if (test(filter)) ++made;
      return made;
    },
  };
}

// Each gives `documents`, how many there are, and `prepare(filter)`, which gives a function that counts
// those that match, or throws.
const PEERS = {
  mingo: async () => {
    const { Query } = await import("mingo");
    return overParsed((filter) => {
      const query = new Query(filter);
      return (contact) => query.test(contact);
    });
  },
  sift: async () => overParsed((await import("sift")).default),
  "mingo-compile": async () => {
    const { Query } = await import("mingo");
    return compiling((filter) => new Query(filter));
  },
  "sift-compile": async () => compiling((await import("sift")).default),
  duckdb: async () => (await import("./duckdb.mjs")).overTable(contactsPath),
  "duckdb-ndjson": async () => (await import("./duckdb.mjs")).overNdjson(contactsPath),
};

async function answer(filter) {
  let count;
  try {
    count = await prepare(filter);
  } catch (error) {
    return { refused: error.message };
  }
  const before = process.cpuUsage();
  const matched = await count();
  const { user, system } = process.cpuUsage(before);
  return { ns: ((user + system) * 1000) / documents, matched };
}

const { documents, prepare } = await PEERS[peer]();
for await (const id of createInterface({ input: process.stdin }))
  process.stdout.write(JSON.stringify(await answer(conditions.get(id))) + "\n");
