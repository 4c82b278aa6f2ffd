// DuckDB on one thread: the contacts as a table made for it, or read from NDJSON by each query.
import { DuckDBInstance } from "@duckdb/node-api";

// Leaves as columns. A null and a missing field are both NULL, so what tells them apart is a column
// too.
const SCALARS = {
  id: "VARCHAR", email: "VARCHAR", firstName: "VARCHAR", lastName: "VARCHAR", phone: "VARCHAR",
  country: "VARCHAR", city: "VARCHAR", timezone: "VARCHAR", status: "VARCHAR",
  createdAt: "BIGINT", subscribedAt: "BIGINT", unsubscribedAt: "BIGINT",
  "properties.lifetime_value": "DOUBLE", "properties.company_size": "BIGINT",
  "properties.last_purchase_date": "BIGINT", "properties.industry": "VARCHAR",
  "properties.plan": "VARCHAR", "properties.score": "DOUBLE", "properties.is_vip": "BOOLEAN",
  "properties.nested.address.zip": "VARCHAR", "properties.nested.address.geo.lat": "DOUBLE",
  "properties.nested.address.geo.lng": "DOUBLE",
};
const LISTS = {
  tags: "VARCHAR[]",
  topics: 'STRUCT(id VARCHAR, state VARCHAR, "at" BIGINT)[]',
  orders: 'STRUCT(sku VARCHAR, qty BIGINT, price DOUBLE, "at" BIGINT)[]',
};
const ASKED_FOR_PRESENCE = ["phone", "lastName", "timezone", "properties.company_size"];

const literal = (value) =>
  typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
const list = (values) => values.map(literal).join(", ");
const name = (column) => `"${column}"`;
const lines = (path) => `read_ndjson_objects(${literal(path)})`;

function columns() {
  const cast = (value, path, type) => `CAST(json${value}'$.${path}' AS ${type}) AS ${name(path)}`;
  return [
    ...Object.entries(SCALARS).map(([path, type]) => cast("->>", path, type)),
    ...Object.entries(LISTS).map(([path, type]) => cast("->", path, type)),
    ...ASKED_FOR_PRESENCE.map((path) => `json_exists(json, '$.${path}') AS ${name("has " + path)}`),
  ].join(",\n");
}

const COMPARISONS = { $gt: ">", $gte: ">=", $lt: "<", $lte: "<=" };

// The SQL of one test. `at` spells the place of a path; a test is true, or false or NULL.
function test(path, operator, operand, at) {
  const place = at(path);
  const [field, inner] = path.split(".");
  if (field in LISTS && inner) return anyElement(at(field), { [inner]: { [operator]: operand } });
  if (path === "tags") {
    switch (operator) {
      case "$eq": return `list_contains(${place}, ${literal(operand)})`;
      case "$in": return `list_has_any(${place}, [${list(operand)}])`;
      case "$nin": return `NOT coalesce(list_has_any(${place}, [${list(operand)}]), false)`;
      case "$all": return `list_has_all(${place}, [${list(operand)}])`;
      case "$size": return `len(${place}) = ${operand}`;
    }
  }
  switch (operator) {
    case "$eq": return operand === null ? `${place} IS NULL` : `${place} = ${literal(operand)}`;
    case "$ne":
      return operand === null ? `${place} IS NOT NULL`
                              : `${place} IS DISTINCT FROM ${literal(operand)}`;
    case "$in": return `${place} IN (${list(operand)})`;
    case "$nin": return `coalesce(${place} NOT IN (${list(operand)}), true)`;
    case "$exists": return (operand ? "" : "NOT ") + at("has " + path);
    case "$elemMatch": return anyElement(place, operand);
    case "$not": return `NOT coalesce(${tests(path, operand, at)}, false)`;
    default: return `${place} ${COMPARISONS[operator]} ${literal(operand)}`;
  }
}

const anyElement = (array, filter) =>
  `len(list_filter(${array}, lambda x: ${where(filter, (path) => `x.${name(path)}`)})) > 0`;

function tests(path, operand, at) {
  if (operand === null || typeof operand !== "object") return test(path, "$eq", operand, at);
  if ("$regex" in operand)
    return `regexp_matches(${at(path)}, ${list([operand.$regex, operand.$options ?? ""])})`;
  return Object.entries(operand).map(([operator, each]) => test(path, operator, each, at))
    .join(" AND ");
}

function where(filter, at = name) {
  const all = (filters, between) =>
    "(" + filters.map((each) => `(${where(each, at)})`).join(between) + ")";
  return Object.entries(filter).map(([key, operand]) => {
    switch (key) {
      case "$and": return all(operand, " AND ");
      case "$or": return all(operand, " OR ");
      case "$nor": return `NOT coalesce(${all(operand, " OR ")}, false)`;
      default: return `(${tests(key, operand, at)})`;
    }
  }).join(" AND ");
}

async function counting(connection, sql) {
  const statement = await connection.prepare(sql);
  return async () => Number((await statement.runAndReadAll()).getRows()[0][0]);
}

async function open() {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("SET threads = 1");
  return connection;
}

// A table made for the contacts, in memory.
async function overTable(path) {
  const connection = await open();
  await connection.run(`CREATE TABLE contacts AS SELECT ${columns()} FROM ${lines(path)}`);
  const documents = await (await counting(connection, "SELECT count(*) FROM contacts"))();
  return {
    documents,
    prepare: (filter) =>
      counting(connection, `SELECT count(*) FROM contacts WHERE ${where(filter)}`),
  };
}

const CONTACT = {
  ...Object.fromEntries(Object.entries(SCALARS).filter(([path]) => !path.includes("."))),
  ...LISTS,
  properties: `STRUCT(lifetime_value DOUBLE, company_size BIGINT, last_purchase_date BIGINT,
    industry VARCHAR, plan VARCHAR, score DOUBLE, is_vip BOOLEAN,
    nested STRUCT(address STRUCT(zip VARCHAR, geo STRUCT(lat DOUBLE, lng DOUBLE))))`,
};

// DuckDB's own reader of NDJSON, told the types, so that it need not find them out.
async function overNdjson(path) {
  const connection = await open();
  const types = Object.entries(CONTACT).map(([field, type]) => `${field}: ${literal(type)}`);
  const from = `read_ndjson(${literal(path)}, columns = {${types.join(", ")}})`;
  const at = (field) => {
    if (field.startsWith("has ")) throw new Error("a null and a missing field are one here");
    return field.split(".").map(name).join(".");
  };
  const documents = await (await counting(connection, `SELECT count(*) FROM ${lines(path)}`))();
  return {
    documents,
    prepare: (filter) =>
      counting(connection, `SELECT count(*) FROM ${from} WHERE ${where(filter, at)}`),
  };
}

export { overNdjson, overTable };
