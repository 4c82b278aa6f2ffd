#!/usr/bin/env python3
"""tamis compile, format, schema and conform."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command import SOURCE, CommandTest

SHELL = "{country: 'FI', age: {$gt: 30}}"
CANONICAL = '{"country": "FI", "age": {"$gt": 30}}'


class Compile(CommandTest):
    def test_canonical_is_a_fixed_point(self):
        first = self.tamis("compile", SHELL).out
        self.assertEqual(self.tamis("compile", "-", input=first).out, first)
        self.assertEqual(json.loads(first), json.loads(CANONICAL))

    def test_every_form_prints_something(self):
        for form in ("canonical", "english", "mongodb", "predicate", "ast", "plan"):
            with self.subTest(form):
                self.assertIn("country", self.tamis("compile", SHELL, "--to", form).out)

    def test_mongodb_encodings(self):
        text = "{_id: ObjectId('012345670123456701234567'), n: {$gt: NumberLong(5)}}"
        made = {encoding: self.tamis("compile", text, "--to", "mongodb", "--encoding", encoding).stdout
                for encoding in ("extended", "canonical", "shell", "bson")}
        self.assertEqual(json.loads(made["canonical"]),
                         {"_id": {"$oid": "012345670123456701234567"},
                          "n": {"$gt": {"$numberLong": "5"}}})
        self.assertEqual(json.loads(made["extended"])["n"], {"$gt": 5})
        self.assertIn(b'ObjectId("012345670123456701234567")', made["shell"])
        self.assertEqual(int.from_bytes(made["bson"][:4], "little"), len(made["bson"]))

    def test_mongodb_dates(self):
        self.write("s.json", '{"properties": {"at": {"bsonType": "date"}}}')
        run = ("compile", '{at: {$gte: "now-1d"}}', "--schema", "s.json", "--to", "mongodb")
        self.assertIn('"2024-12-31T00:00:00Z"', self.tamis(*run, "--now", "2025-01-01").out)
        self.assertIn("$dateSubtract", self.tamis(*run, "--keep-relative").out)
        old = self.tamis(*run, "--keep-relative", "--mongodb-version", "4.4").out
        self.assertIn('{"$add":["$$NOW",-86400000]}', old)
        refused = self.tamis("compile", '{at: {$gte: "now-1M"}}', "--schema", "s.json", "--to",
                             "mongodb", "--keep-relative", "--mongodb-version", "4.4", status=2)
        self.assertIn("B031", refused.err)

    def test_mongodb_verbatim(self):
        run = ("compile", "{$and: [{a: {$in: [1]}}]}", "--to", "mongodb")
        self.assertEqual(self.tamis(*run).out, '{"a":1}\n')
        self.assertEqual(self.tamis(*run, "--verbatim").out, '{"$and":[{"a":{"$in":[1]}}]}\n')

    def test_a_code_explained_as_json(self):
        said = json.loads(self.tamis("explain", "T004", "--format", "json").out)
        self.assertEqual((said["code"], said["name"]), ("T004", "type-mismatch"))

    def test_errors(self):
        self.assertIn("$gtt", self.tamis("compile", "{a: {$gtt: 1}}", status=2).err)


class Format(CommandTest):
    def test_spelling_and_layout(self):
        done = self.tamis("format", SHELL)
        self.assertEqual(done.out, CANONICAL + "\n")
        self.assertEqual(self.tamis("format", "--compact", SHELL).out, CANONICAL + "\n")

    def test_long_ones_are_broken(self):
        names = [f"name number {i}" for i in range(20)]
        done = self.tamis("format", json.dumps({"name": {"$in": names}}))
        self.assertLessEqual(max(map(len, done.out.splitlines())), 80)
        self.assertEqual(json.loads(done.out), {"name": {"$in": names}})

    def test_idempotent(self):
        for text in (SHELL, json.dumps({"$or": [{"a": {"$in": list(range(60))}}, {"b": 1}]})):
            once = self.tamis("format", text).out
            self.assertEqual(self.tamis("format", "-", input=once).out, once)

    def test_write_check_and_diff(self):
        path = pathlib.Path(self.write("c.cond", SHELL))
        self.assertEqual(self.tamis("format", "c.cond", "--check", status=1).out,
                         "c.cond is not formatted\n")
        self.assertIn("+{\"country\"", self.tamis("format", "c.cond", "--diff", status=1).out)
        self.assertEqual(path.read_text(), SHELL)
        self.tamis("format", "c.cond", "--write")
        self.assertEqual(path.read_text(), CANONICAL + "\n")
        self.tamis("format", "c.cond", "--check")

    def test_comments_are_kept(self):
        path = pathlib.Path(self.write("c.cond", "{country: 'FI'} // tamis: allow L052\n"))
        self.tamis("format", "c.cond", "--check", status=1)
        self.tamis("format", "c.cond", "--write")
        self.assertEqual(path.read_text(), '{"country": "FI"}  // tamis: allow L052\n')
        self.tamis("format", "c.cond", "--check")
        done = self.tamis("format", "--compact", "-", input="{a: 1, // one\nb: 2 /* two */}")
        self.assertEqual(done.out, '{\n  "a": 1,  // one\n  "b": 2 /* two */\n}\n')
        self.assertEqual(self.tamis("compile", "c.cond").out, '{"country": "FI"}\n')

    def test_windows_line_ends_are_kept(self):
        path = pathlib.Path(self.write("c.cond", ""))
        path.write_bytes(b"{\r\n  // one\r\n  a: 1}")
        self.tamis("format", "c.cond", "--write")
        self.assertEqual(path.read_bytes(), b'{\r\n  // one\r\n  "a": 1\r\n}\r\n')
        self.tamis("format", "c.cond", "--check")

    def test_write_and_check_exclude_each_other(self):
        path = pathlib.Path(self.write("c.cond", SHELL))
        self.assertIn("excludes", self.tamis("format", "c.cond", "--write", "--check", status=2).err)
        self.assertEqual(path.read_text(), SHELL)

    def test_to_shell(self):
        oid = '{"_id": {"$oid": "0123456789abcdef01234567"}}'
        self.assertIn('ObjectId("0123456789abcdef01234567")',
                      self.tamis("format", oid, "--to", "shell").out)
        text = '{a: {$elemMatch: {$regex: "x", $options: "i"}}}\n'
        self.assertEqual(self.tamis("format", text, "--to", "shell").out, text)


class Schema(CommandTest):
    def test_check(self):
        self.write("good.json", '{"bsonType": "object", "properties": {}}')
        self.tamis("schema", "check", "good.json")
        self.write("bad.json", '{"bsonType": "objekt"}')
        done = self.tamis("schema", "check", "bad.json", "--format", "json", status=1)
        self.assertTrue(json.loads(done.out.splitlines()[0])["code"].startswith("T"))

    def test_infer_fits(self):
        documents = '{"a": 1, "b": ["x"]}\n{"a": 2.5, "b": [], "c": null}\n'
        schema = self.tamis("schema", "infer", "-", input=documents).out
        self.write("s.json", schema)
        self.tamis("schema", "check", "s.json")
        self.assertEqual(set(json.loads(schema)["properties"]), {"a", "b", "c"})

    def test_infer_from_nothing(self):
        self.assertIn("no document", self.tamis("schema", "infer", "-", input="", status=2).err)


class Conform(CommandTest):
    CASE = {"id": "x-1", "ops": ["$eq"], "filter": {"a": 1}, "docs": [{"a": 1}, {"a": 2}]}

    def test_agreement_and_difference(self):
        self.write("good.jsonl", json.dumps({**self.CASE, "match": [0]}) + "\n")
        self.tamis("conform", "good.jsonl")
        self.write("bad.jsonl", json.dumps({**self.CASE, "match": [1]}) + "\n")
        report = json.loads(self.tamis("conform", "--engine", "reference", "--json", "bad.jsonl",
                                       status=1).out)
        self.assertEqual(report["engines"][0]["name"], "reference")
        self.assertEqual(report["differences"][0]["id"], "x-1")

    def test_trouble(self):
        self.assertIn("no engine", self.tamis("conform", "-e", "nonesuch", "x", status=2).err)
        self.write("bad.jsonl", "{\n")
        self.tamis("conform", "bad.jsonl", status=2)
        self.tamis("conform", "gone.jsonl", status=2)


class Man(CommandTest):
    def test_every_command_is_in_the_manual(self):
        page = self.tamis("man").out
        for name in ("lint", "match", "test", "explain", "schema check", "conform"):
            self.assertIn(f".SS tamis {name}", page)


if __name__ == "__main__":
    unittest.main()
