#!/usr/bin/env python3
"""tamis with SQLite: compile --to sqlite, and match --db over documents and mapped columns."""
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command import CommandTest

CONTACTS = [
    {"name": "Aino", "country": "FI", "tags": ["a", "b"]},
    {"name": "Bo", "country": "SE", "tags": ["b"]},
    {"name": "Cai", "tags": []},
]
FI = '{"country": "FI"}'
NOT_FI = '{"country": {"$ne": "FI"}}'
SCHEMA = {
    "bsonType": "object", "required": ["name"], "additionalProperties": False,
    "x-tamis": {"sqlite": {"table": "people", "key": "id"}},
    "properties": {
        "name": {"bsonType": "string", "x-tamis": {"sqlite": {"column": "name"}}},
        "country": {"bsonType": "string", "x-tamis": {"sqlite": {"column": "country"}}},
        "born": {"bsonType": "date", "x-tamis": {"sqlite": {"column": "born"}}},
        "tags": {"bsonType": "array", "items": {"bsonType": "string"}, "x-tamis": {"sqlite": {
            "table": "person_tags", "key": "person_id", "column": "tag", "position": "pos"}}}}}


class SqliteTest(CommandTest):
    def setUp(self):
        super().setUp()
        db = sqlite3.connect(self.folder / "people.sqlite")
        db.executescript("""
            CREATE TABLE contacts(nr INTEGER PRIMARY KEY, doc TEXT, other TEXT);
            CREATE TABLE people(id TEXT PRIMARY KEY, name TEXT NOT NULL, country TEXT,
                                born INTEGER);
            CREATE TABLE person_tags(person_id TEXT, tag TEXT, pos INTEGER);
            CREATE INDEX people_by_country ON people(country);""")
        for number, contact in enumerate(CONTACTS):
            text = json.dumps(contact)
            db.execute("INSERT INTO contacts VALUES (?, ?, ?)", (number + 10, text, text))
            db.execute("INSERT INTO people VALUES (?, ?, ?, NULL)",
                       (contact["name"].lower(), contact["name"], contact.get("country")))
            for position, tag in enumerate(contact["tags"]):
                db.execute("INSERT INTO person_tags VALUES (?, ?, ?)",
                           (contact["name"].lower(), tag, position))
        db.commit()
        db.close()
        self.write("schema.json", json.dumps(SCHEMA))

    def match(self, *arguments, status=0):
        return self.tamis("match", *arguments, "--db", "people.sqlite", status=status)


class Tables(SqliteTest):
    """Tables that would select other rows than documents do are refused."""

    def test_a_column_that_ignores_case(self):
        db = sqlite3.connect(self.folder / "people.sqlite")
        db.executescript("""
            DROP TABLE people;
            CREATE TABLE people(id TEXT PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, country TEXT,
                                born INTEGER);
            INSERT INTO people VALUES ('aino', 'Aino', 'FI', NULL);""")
        db.close()
        self.match("--schema", "schema.json", FI)
        refused = self.match("--schema", "schema.json", '{"name": "AINO"}', status=2)
        self.assertIn("the column `name` of `people` compares texts by NOCASE", refused.err)
        refused = self.tamis("test", '{"name": "AINO"}', "--schema", "schema.json",
                             "--db", "people.sqlite", status=2)
        self.assertIn("the column `name` of `people` compares texts by NOCASE", refused.err)

    def test_a_column_that_ignores_case_by_any_way_to_it(self):
        db = sqlite3.connect(self.folder / "people.sqlite")
        db.executescript("""
            CREATE TABLE humans(id TEXT PRIMARY KEY, called TEXT COLLATE NOCASE, given TEXT,
                                same TEXT COLLATE RTRIM GENERATED ALWAYS AS (given) VIRTUAL);
            INSERT INTO humans(id, called, given) VALUES ('a', 'Aino', 'Aino'), ('b', 'AINO', 'AINO ');
            CREATE VIEW calls AS SELECT id, called FROM humans;
            CREATE VIEW folded AS SELECT id, given COLLATE NOCASE AS given FROM humans;
            CREATE VIEW exact AS SELECT id, called COLLATE BINARY AS called FROM humans;""")
        db.close()
        asks = '{"name": "Aino"}'
        for table, column, collation in (
                ("Humans", "called", "NOCASE"), ("humans", "Called", "NOCASE"),
                ("humans", "same", "RTRIM"), ("calls", "called", "NOCASE"),
                ("folded", "given", "NOCASE"), ("exact", "called", None), ("HUMANS", "Given", None)):
            with self.subTest(table=table, column=column):
                self.write("other.json", json.dumps(
                    {"bsonType": "object", "x-tamis": {"sqlite": {"table": table, "key": "id"}},
                     "properties": {"name": {"bsonType": "string", "x-tamis": {
                         "sqlite": {"column": column}}}}}))
                found = self.match("--schema", "other.json", asks, "--ids",
                                   status=0 if collation is None else 2)
                if collation is None:
                    self.assertEqual(found.out, "a\n")
                else:
                    self.assertIn(f"compares texts by {collation}", found.err)

    def test_columns_of_utf_16(self):
        db = sqlite3.connect(self.folder / "utf16.sqlite")
        db.executescript("""
            PRAGMA encoding = 'UTF-16le';
            CREATE TABLE people(id TEXT PRIMARY KEY, name TEXT, country TEXT, born INTEGER, doc TEXT);
            INSERT INTO people(id, name, doc) VALUES ('a', '😀', '{"name": "😀"}');""")
        db.close()
        above = '{"name": {"$gt": "\\uff00"}}'
        refused = self.tamis("match", above, "--db", "utf16.sqlite", "--schema", "schema.json",
                             status=2)
        self.assertIn("the database compares texts as UTF-16le, and conditions as UTF-8", refused.err)
        found = self.tamis("match", above, "--db", "utf16.sqlite", "--table", "people", "--ids")
        self.assertEqual(found.out, "a\n")

    def test_a_column_that_is_not_there(self):
        schema = json.loads(json.dumps(SCHEMA))
        schema["properties"]["country"]["x-tamis"]["sqlite"]["column"] = "contry"
        self.write("misspelt.json", json.dumps(schema))
        for condition in ('{"country": "contry"}', NOT_FI):
            for command in (["match", "--ids"], ["match", "--explain-plan"], ["test"]):
                with self.subTest(condition=condition, command=command):
                    refused = self.tamis(*command, condition, "--schema", "misspelt.json", "--db",
                                         "people.sqlite", status=2)
                    self.assertIn("error[B022]: the table `people` has no column `contry`",
                                  refused.err)

    def test_a_view_and_a_table_without_rowid_need_a_key(self):
        db = sqlite3.connect(self.folder / "people.sqlite")
        db.executescript("""
            CREATE VIEW some AS SELECT nr, doc FROM contacts;
            CREATE TABLE pairs(a INTEGER, b INTEGER, doc TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
            INSERT INTO pairs SELECT 1, nr, doc FROM contacts;""")
        db.close()
        for table, key in (("some", "nr"), ("pairs", "b")):
            with self.subTest(table=table):
                refused = self.match(FI, "--table", table, "--ids", status=2)
                self.assertIn(f"which column names a row of `{table}`? --key NAME", refused.err)
                self.assertEqual(self.match(FI, "--table", table, "--ids", "--key", key).out,
                                 "10\n")

    def test_a_column_by_any_case_and_a_generated_one(self):
        db = sqlite3.connect(self.folder / "people.sqlite")
        db.executescript("""
            ALTER TABLE contacts ADD COLUMN made TEXT GENERATED ALWAYS AS (doc) VIRTUAL;""")
        db.close()
        for column in ("DOC", "made", "Made"):
            with self.subTest(column=column):
                self.assertEqual(self.match(FI, "--table", "CONTACTS", "--ids", "--column",
                                            column).out, "10\n")


class Documents(SqliteTest):
    def match(self, *arguments, **options):
        return super().match(*arguments, "--table", "contacts", **options)

    def test_documents_are_printed_as_they_are_stored(self):
        self.assertEqual(self.match(FI).out, json.dumps(CONTACTS[0]) + "\n")

    def test_options_are_those_of_files(self):
        self.assertEqual(self.match(NOT_FI, "--ids").out, "11\n12\n")
        self.assertEqual(self.match(FI, "--invert", "--ids").out, "11\n12\n")
        self.assertEqual(self.match(NOT_FI, "--count").out, "2\n")
        self.assertEqual(self.match(NOT_FI, "--ids", "--max-count", "1").out, "11\n")
        self.assertEqual(self.match(FI, "--quiet").out, "")
        self.assertEqual(self.match('{"country": "DK"}', "--count", status=1).out, "0\n")
        self.match('{"country": "DK"}', "--quiet", status=1)

    def test_the_column_and_the_key_may_be_others(self):
        self.assertEqual(self.match(FI, "--column", "other", "--key", "doc", "--ids").out,
                         json.dumps(CONTACTS[0]) + "\n")

    def test_the_plan_is_told(self):
        self.assertIn("reads all of `contacts`", self.match(FI, "--explain-plan").out)

    def test_trust_reads_what_is_needed(self):
        db = sqlite3.connect(self.folder / "people.sqlite")
        db.execute("""INSERT INTO contacts VALUES (99, '{"country": "FI", "x": nonsense}', '')""")
        db.commit()
        db.close()
        options = ["--db", "people.sqlite", "--table", "contacts", "--ids"]
        self.tamis("match", FI, *options, status=2)
        self.assertEqual(self.tamis("match", FI, *options, "--trust").out, "10\n99\n")
        self.tamis("match", FI, *options, "--trust", "--invert", status=2)

    def test_a_malformed_document_is_trouble(self):
        db = sqlite3.connect(self.folder / "people.sqlite")
        db.execute("INSERT INTO contacts VALUES (99, '{\"country\": ', NULL)")
        db.commit()
        db.close()
        self.assertIn("malformed", self.match('{"country": {"$not": {"$regex": "^(F|S)[A-Z]$"}}}',
                                              status=2).err)


class Columns(SqliteTest):
    def match(self, *arguments, **options):
        return super().match(*arguments, "--schema", "schema.json", **options)

    def test_by_a_column(self):
        self.assertEqual(self.match(FI, "--ids").out, "aino\n")
        self.assertEqual(self.match(NOT_FI, "--ids").out, "bo\ncai\n")
        self.assertEqual(json.loads(self.match(FI).out),
                         {"id": "aino", "name": "Aino", "country": "FI", "born": None})

    def test_by_a_child_table(self):
        self.assertEqual(self.match('{"tags": "b"}', "--ids").out, "aino\nbo\n")
        self.assertEqual(self.match('{"tags": {"$size": 0}}', "--ids").out, "cai\n")

    def test_the_index_is_told(self):
        self.assertIn("looks up `people` by `people_by_country` (country=?)",
                      self.match(FI, "--explain-plan").out)

    def test_what_an_index_finds_comes_in_the_order_of_the_key(self):
        db = sqlite3.connect(self.folder / "people.sqlite")
        db.execute("INSERT INTO people VALUES ('aada', 'Aada', 'SE', NULL)")
        db.commit()
        db.close()
        range_of_countries = '{"country": {"$gte": "FI"}}'
        self.assertEqual(self.match(range_of_countries, "--ids").out, "aada\naino\nbo\n")
        done = self.match(range_of_countries, "--ids", "--explain-plan")
        self.assertTrue(done.out.split("\n")[0].endswith(' ORDER BY +"people"."id"'), done.out)
        self.assertIn("looks up `people` by `people_by_country` (country>?)", done.out)

    def test_many_rows_that_an_index_would_find_are_read_in_order(self):
        db = sqlite3.connect(self.folder / "people.sqlite")
        db.executemany("INSERT INTO people VALUES (?, 'x', ?, NULL)",
                       ((f"p{i:03}", "SE" if i % 100 else "ZZ") for i in range(500)))
        db.execute("ANALYZE")
        db.commit()
        db.close()
        for least, order, count in ("FI", ' ORDER BY "people"."id"', 502), \
                                   ("ZA", ' ORDER BY +"people"."id"', 5):
            condition = json.dumps({"country": {"$gte": least}})
            done = self.match(condition, "--explain-plan")
            self.assertTrue(done.out.split("\n")[0].endswith(order), done.out)
            keys = self.match(condition, "--ids").out.split()
            self.assertEqual(len(keys), count)
            self.assertEqual(keys, sorted(keys))

    def test_a_table_that_is_read_whole_is_read_in_the_order_of_the_key(self):
        self.assertEqual(self.match('{"name": {"$gte": "A"}}', "--ids").out, "aino\nbo\ncai\n")
        done = self.match('{"name": {"$gte": "A"}}', "--explain-plan")
        self.assertTrue(done.out.split("\n")[0].endswith(' ORDER BY "people"."id"'), done.out)
        self.assertNotIn("TEMP B-TREE", done.out)


class DocumentsOfASchema(SqliteTest):
    def test_the_key_may_be_called_as_a_field_of_the_document(self):
        schema = {"bsonType": "object",
                  "x-tamis": {"sqlite": {"table": "contacts", "key": "nr", "document": "doc"}},
                  "properties": {"nr": {"bsonType": "int"}, "country": {"bsonType": "string"}}}
        self.write("documents.json", json.dumps(schema))
        options = ["--schema", "documents.json"]
        self.assertEqual(self.match(NOT_FI, *options).out,
                         "".join(json.dumps(contact) + "\n" for contact in CONTACTS[1:]))
        self.assertEqual(self.match(NOT_FI, "--ids", "--max-count", "1", *options).out, "11\n")


class Test(SqliteTest):
    """tamis test --db, which agrees with tamis match --db."""

    def verdicts(self, *arguments, **options):
        return self.tamis("test", *arguments, "--db", "people.sqlite", **options)

    def test_rows_with_documents_are_explained(self):
        done = self.verdicts(FI, "--table", "contacts")
        self.assertEqual(done.out, '✓ 10\n✗ 11  `country` is "SE", not "FI"\n'
                                   '✗ 12  `country` is missing\n\n1 of 3 rows matches\n')

    def test_mapped_rows(self):
        done = self.verdicts(NOT_FI, "--schema", "schema.json")
        self.assertEqual(done.out, "✗ aino\n✓ bo\n✓ cai\n\n2 of 3 rows match\n")
        done = self.verdicts('{"tags": "b"}', "--schema", "schema.json", "--show", "failing")
        self.assertEqual(done.out, "✗ cai\n\n2 of 3 rows match\n")

    def test_as_match_has_it(self):
        for condition in [FI, NOT_FI, '{"tags": "b"}', '{"tags": {"$size": 0}}', "{}"]:
            for place in [["--table", "contacts"], ["--schema", "schema.json"]]:
                with self.subTest(condition=condition, place=place):
                    matched = self.match(condition, *place, "--ids").out.split()
                    lines = self.verdicts(condition, *place, "--format", "json").out.splitlines()
                    rows = [json.loads(line) for line in lines]
                    self.assertEqual([row["name"] for row in rows if row["matched"]], matched)
                    self.assertEqual(len(rows), 3)

    def test_no_row_matches(self):
        self.verdicts('{"country": "DK"}', "--table", "contacts", status=1)

    def test_a_tree_needs_a_document(self):
        self.assertIn('    ✗ "country": "FI"  `country` is missing\n',
                      self.verdicts(FI, "--table", "contacts", "--tree").out)
        done = self.verdicts(FI, "--schema", "schema.json", "--tree", status=2)
        self.assertIn("--tree explains whole documents", done.err)

    def test_one_place(self):
        done = self.verdicts(FI, "--table", "contacts", "--docs", "schema.json", status=2)
        self.assertIn("--docs or --db", done.err)
        done = self.verdicts(FI, FI, "--table", "contacts", status=2)
        self.assertIn("--db takes one condition", done.err)


class Trouble(SqliteTest):
    def test_what_is_not_there(self):
        for arguments, message in [
            ((FI, "--db", "nowhere.sqlite", "--table", "t"), "cannot read `nowhere.sqlite`"),
            ((FI, "--db", "schema.json", "--table", "t"), "cannot read `schema.json`"),
            ((FI, "--db", "people.sqlite"), "which table?"),
            ((FI, "--db", "people.sqlite", "--table", "t"), "no table `t`"),
            ((FI, "--db", "people.sqlite", "--table", "people"), "no column `doc`"),
            ((FI, "schema.json", "--db", "people.sqlite", "--table", "contacts"), "come from one place"),
            ((FI, "schema.json", "--explain-plan"), "--explain-plan needs --db"),
        ]:
            with self.subTest(arguments):
                self.assertIn(message, self.tamis("match", *arguments, status=2).err)
        self.assertFalse((self.folder / "nowhere.sqlite").exists())


class Compile(SqliteTest):
    def compile(self, *arguments, **options):
        return self.tamis("compile", *arguments, "--to", "sqlite", **options)

    def test_text_and_parameters(self):
        done = self.compile('{"name": "O\'Hara"}', "--schema", "schema.json")
        self.assertEqual(done.out, '"name" = ?\n-- 1: "O\'Hara"\n')

    def test_relative_dates_stay_relative(self):
        done = self.compile('{"born": {"$lt": "now-18y"}}', "--schema", "schema.json")
        self.assertIn("-- 1: now-18y as epoch_ms\n", done.out)

    def test_inline_runs_as_it_is(self):
        name = "O'Hara \" ; --"
        db = sqlite3.connect(self.folder / "people.sqlite")
        db.execute("INSERT INTO people VALUES ('ohara', ?, 'IE', 0)", (name,))
        for condition in [{"name": name}, {"born": {"$lt": "now-18y"}}]:
            done = self.compile(json.dumps(condition), "--schema", "schema.json", "--inline",
                                "--now", "2026-01-01T00:00:00Z")
            rows = db.execute("SELECT id FROM people WHERE " + done.out).fetchall()
            self.assertEqual(rows, [("ohara",)])
        db.close()

    def test_inline_outlives_a_shell(self):
        shell = shutil.which("sqlite3")
        if shell is None:
            self.skipTest("no sqlite3")
        for number in [*range(1, 32), 127]:
            name = f"a{chr(number)}\nb\n\n.quit\n"
            done = self.compile(json.dumps({"name": name}), "--schema", "schema.json", "--inline")
            text = (f"CREATE TABLE people(name TEXT); INSERT INTO people VALUES "
                    f"(CAST(x'{name.encode().hex()}' AS TEXT));\n"
                    f"SELECT 'found' FROM people WHERE {done.out};\n")
            told = subprocess.run([shell, ":memory:"], input=text.encode(), capture_output=True)
            self.assertEqual((told.stdout, told.stderr), (b"found\n", b""), repr(name))

    def test_the_plan_of_a_database_is_told(self):
        done = self.compile(FI, "--schema", "schema.json", "--db", "people.sqlite",
                            "--explain-plan")
        self.assertIn('SELECT "people"."id" FROM "people"', done.out)
        self.assertIn("looks up `people` by `people_by_country` (country=?)", done.out)

    def test_advice_is_sql_that_serves(self):
        advise = ["--schema", "schema.json", "--db", "people.sqlite", "--advise"]
        done = self.compile('{"tags": "a"}', *advise)
        self.assertEqual(done.out, 'CREATE INDEX "person_tags_tag_person_id" ON '
                                   '"person_tags"("tag", "person_id");\n')
        db = sqlite3.connect(self.folder / "people.sqlite")
        db.executescript(done.out)
        db.close()
        for condition in ['{"tags": "a"}', FI, NOT_FI]:
            done = self.compile(condition, *advise)
            self.assertEqual(done.out, "-- no further index would be used\n")
        done = self.compile('{"tags": "a"}', *advise, "--explain-plan")
        self.assertIn("by `person_tags_tag_person_id` (tag=?", done.out)
        self.assertTrue(done.out.endswith("\n\n-- no further index would be used\n"), done.out)

    def test_advice_by_the_schema(self):
        done = self.compile(FI, "--schema", "schema.json", "--advise")
        self.assertEqual(done.out, 'CREATE INDEX "people_country" ON "people"("country");\n')

    def test_advice_for_a_table_of_another_name_and_names_of_many_lines(self):
        db = sqlite3.connect(self.folder / "people.sqlite")
        db.execute('CREATE TABLE "hu\nmans"(id TEXT PRIMARY KEY, name TEXT, country TEXT)')
        advise = ["--schema", "schema.json", "--db", "people.sqlite", "--advise", "--table",
                  "hu\nmans"]
        db.executescript(self.compile(FI, *advise).out)
        db.close()
        self.assertEqual(self.compile(FI, *advise).out, "-- no further index would be used\n")

    def test_what_is_refused_gets_no_advice(self):
        for place in [], ["--db", "people.sqlite"]:
            done = self.compile('{"name": {"$regex": "(a|b)+$"}}', "--schema", "schema.json",
                                "--pure", "--advise", *place, status=2)
            self.assertIn("error[B001]", done.err)

    def test_what_advice_needs(self):
        for arguments, message in [
            ([FI, "--advise"], "--advise needs a schema"),
            ([FI, "--explain-plan"], "--explain-plan needs --db"),
            ([FI, "--inline", "--advise"], "--inline excludes --advise"),
            ([FI, "--inline", "--explain-plan", "--db", "people.sqlite"],
             "--inline excludes --explain-plan"),
            ([FI, "--db", "people.sqlite", "--table", "contacts"], "what is to be asked of --db?"),
        ]:
            with self.subTest(arguments):
                self.assertIn(message, self.compile(*arguments, status=2).err)

    def test_pure_refuses_functions(self):
        done = self.compile('{"name": {"$regex": "(a|b)+$"}}', "--pure", status=2)
        self.assertIn("B001", done.err)


class Promises(SqliteTest):
    """What is promised of every statement holds for those that the command prints."""

    SAME = [
        ('{"country": "zq7"}', "{country: {$eq: 'zq7'}}"),
        ('{"country": {"$ne": "zq7"}}', "{country: {$not: {$eq: 'zq7'}}}"),
        ('{"country": {"$gte": "zq7"}}', "{$and: [{country: {$gte: 'zq7'}}]}"),
        ('{"country": {"$not": {"$lt": "zq7"}}}', "{$nor: [{country: {$lt: 'zq7'}}]}"),
        ('{"tags": "zq7"}', "{tags: {$in: ['zq7']}}"),
        ('{"born": {"$lt": "now-18y"}, "name": {"$ne": "zq7"}}',
         "{$and: [{born: {$lt: 'now-18y'}}, {$nor: [{name: 'zq7'}]}]}"),
    ]

    def setUp(self):
        super().setUp()
        db = sqlite3.connect(self.folder / "people.sqlite")
        db.executescript("""
            INSERT INTO people VALUES ('zoe', 'Zoe', 'zq7', 7), ('x', 'zq7', NULL, 7);
            INSERT INTO person_tags VALUES ('zoe', 'zq7', 0)""")
        db.close()

    def filter(self, condition, *options):
        out = self.tamis("compile", condition, "--to", "sqlite", "--schema", "schema.json",
                         *options).out
        return "".join(line for line in out.splitlines() if not line.startswith("-- "))

    def test_no_value_is_in_the_text_and_equal_conditions_have_one(self):
        for condition, same in self.SAME:
            with self.subTest(condition):
                self.assertNotIn("zq7", self.filter(condition))
                self.assertEqual(self.filter(condition), self.filter(same))
                for options in [], ["--invert"], ["--count"]:
                    statement = self.match(condition, "--schema", "schema.json", "--explain-plan",
                                           *options).out.split("\n")[0]
                    self.assertTrue(statement.startswith("SELECT "), statement)
                    self.assertNotIn("zq7", statement)

    def test_every_row_has_0_or_1(self):
        db = sqlite3.connect(f"file:{self.folder / 'people.sqlite'}?mode=ro", uri=True)
        for condition, _ in self.SAME:
            with self.subTest(condition):
                text = self.filter(condition, "--inline")
                verdicts = [row[0] for row in db.execute(f"SELECT ({text}) FROM people")]
                self.assertEqual(len(verdicts), 5)
                self.assertEqual(set(verdicts), {0, 1})
        db.close()


if __name__ == "__main__":
    unittest.main()
