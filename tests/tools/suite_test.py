#!/usr/bin/env python3
"""tamis test and tamis explain: who matches, why not, suites and their reports."""
import json
import pathlib
import re
import sys
import unittest
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command import CommandTest, environment

CONDITION = {"country": "FI", "age": {"$gt": 30}}
PASSING = {"name": "a Finn over 30", "document": {"country": "FI", "age": 31}, "matches": True}
YOUNG = {"name": "a young <Finn> & # friends", "document": {"country": "FI", "age": 20},
         "matches": False}
WRONG = {"name": "a Swede", "document": {"country": "SE", "age": 40}, "matches": True}


class Documents(CommandTest):
    def setUp(self):
        super().setUp()
        self.write("c.ndjson", '{"email": "a@x", "country": "FI", "age": 31}\n'
                               '{"email": "b@x", "country": "SE", "age": 31}\n{}\n')
        self.condition = json.dumps(CONDITION)

    def test_who_and_why_not(self):
        done = self.tamis("test", self.condition, "--docs", "c.ndjson")
        lines = done.out.splitlines()
        self.assertTrue(lines[0].endswith("a@x"), lines)
        self.assertIn("b@x", lines[1])
        self.assertIn("country", lines[1])
        self.assertIn("document 3", lines[2])
        self.assertEqual(lines[-1], "1 of 3 documents matches")

    def test_show(self):
        self.assertNotIn("b@x", self.tamis("test", self.condition, "--docs", "c.ndjson",
                                           "--show", "matching").out)
        self.assertNotIn("a@x", self.tamis("test", self.condition, "--docs", "c.ndjson",
                                           "--show", "failing").out)

    def test_json(self):
        done = self.tamis("test", self.condition, "--docs", "-", "--format", "json",
                          input='{"country": "FI", "age": 31}\n{}')
        rows = [json.loads(line) for line in done.out.splitlines()]
        self.assertEqual([row["matched"] for row in rows], [True, False])
        self.assertTrue(rows[1]["why"])

    def test_status(self):
        self.tamis("test", '{"country": "DK"}', "--docs", "c.ndjson", status=1)
        self.assertIn("--docs", self.tamis("test", self.condition, status=2).err)
        self.tamis("test", self.condition, "--docs", "c.ndjson", "--format", "tap", status=2)


class Suites(CommandTest):
    def suite(self, *cases, **parts):
        return self.write("s.json", json.dumps({"condition": CONDITION, **parts,
                                                "documents": list(cases)}))

    def test_coverage_of_a_negated_test(self):
        for negation in [{"age": {"$not": {"$gt": 30}}}, {"$nor": [{"age": {"$gt": 30}}]}]:
            with self.subTest(negation):
                cases = [{"document": {"age": 31}, "matches": False},
                         {"document": {"age": 20}, "matches": True}]
                self.write("s.json", json.dumps({"condition": negation, "documents": cases}))
                self.tamis("test", "s.json", "--require-coverage")
                self.write("s.json", json.dumps({"condition": negation, "documents": cases[:1]}))
                done = self.tamis("test", "s.json", "--require-coverage", status=1)
                self.assertIn("never false", done.out)

    def test_passing_and_failing(self):
        self.suite(PASSING, YOUNG)
        self.assertIn("2 cases passed", self.tamis("test", "s.json").out)
        self.suite(PASSING, WRONG)
        done = self.tamis("test", "s.json", status=1)
        self.assertIn("a Swede: should match, but does not", done.out)
        self.assertIn("1 of 2 cases failed", done.out)

    def test_coverage(self):
        self.suite(PASSING, YOUNG)
        done = self.tamis("test", "s.json", "--require-coverage", status=1)
        self.assertIn("1 of 2 clauses was both true and false", done.out)
        self.assertIn("never false", done.out)
        self.suite(PASSING, YOUNG, {**WRONG, "matches": False})
        self.assertIn("2 of 2 clauses", self.tamis("test", "s.json", "--require-coverage").out)

    def test_json(self):
        self.suite(PASSING, YOUNG, WRONG)
        report = json.loads(self.tamis("test", "s.json", "--format", "json", status=1).out)
        self.assertEqual((report["passed"], report["failed"]), (2, 1))
        self.assertEqual([case["passed"] for case in report["suites"][0]["cases"]],
                         [True, True, False])
        self.assertEqual(report["suites"][0]["coverage"]["covered"], 2)

    def test_junit(self):
        self.suite(PASSING, YOUNG, WRONG)
        root = xml.etree.ElementTree.fromstring(
            self.tamis("test", "s.json", "--format", "junit", status=1).out)
        self.assertEqual((root.get("tests"), root.get("failures")), ("3", "1"))
        cases = root.findall("testsuite/testcase")
        self.assertEqual([case.get("name") for case in cases],
                         [case["name"] for case in (PASSING, YOUNG, WRONG)])
        self.assertEqual(len(root.findall("testsuite/testcase/failure")), 1)

    def test_tap(self):
        self.suite(PASSING, YOUNG, WRONG)
        lines = self.tamis("test", "s.json", "--format", "tap", status=1).out.splitlines()
        self.assertEqual(lines[:2], ["TAP version 14", "1..3"])
        self.assertTrue(lines[2].startswith("ok 1 - "))
        self.assertIn("\\# friends", lines[3])
        self.assertTrue(lines[4].startswith("not ok 3 - "))

    def test_condition_and_schema_from_files_beside_it(self):
        self.write("d/c.cond", "{country: 'FI'}")
        self.write("d/schema.json", '{"bsonType": "object", "additionalProperties": false, '
                                    '"properties": {"country": {"bsonType": "string"}}}')
        self.write("d/s.json", json.dumps({"condition": "c.cond", "schema": "schema.json",
                                           "documents": [PASSING]}))
        self.tamis("test", "d/s.json")

    def test_a_clock(self):
        case = {"document": {"at": {"$date": "2026-01-10T00:00:00Z"}}, "matches": True}
        late = {**case, "now": "2026-06-01T00:00:00Z", "matches": False}
        self.suite(case, late, condition={"at": {"$gte": "now-30d"}}, now="2026-01-31T00:00:00Z",
                   schema={"bsonType": "object", "properties": {"at": {"bsonType": "date"}}})
        self.tamis("test", "s.json")

    def test_mistakes_in_a_suite_have_a_place(self):
        for text, said in [
            ('{"condition": {}, "documents": [{"document": {}, "matchs": true}]}',
             "did you mean `matches`?"),
            ('{"condition": {}, "documents": []}', "nothing to test"),
            ('{"documents": [{"document": {}, "matches": true}]}', "needs `condition`"),
            ('{"condition": {}, "documents": [{"document": 1, "matches": true}]}', "is an object"),
            ('{"condition": {"a": {"$gtt": 1}}, "documents": [{"document": {}, "matches": true}]}',
             "s.json:1:22"),
        ]:
            with self.subTest(said):
                self.write("s.json", text)
                done = self.tamis("test", "s.json", status=2)
                self.assertIn(said, done.err)
                self.assertIn("s.json", done.err)


    def test_all_mistakes_in_a_suite_are_told(self):
        self.write("s.json", """{
  // what is wrong comes in the order of the text
  condition: {age: {$gtt: 1}, country: {$inn: []}},
  condition: {},
  timezone: "Mars/Base",
  documents: [
    {document: {}, matchs: true},
    {document: {a: {$oid: "xyz"}}, matches: "true", name: 1},
    {document: [], now: "soon"},
    7
  ]
}""")
        said = self.tamis("test", "s.json", status=2).err
        places = [(code, int(line), int(column)) for code, line, column in
                  re.findall(r"error\[(E\d+)\].*?--> s.json:(\d+):(\d+)", said, re.S)]
        self.assertEqual(places, [
            ("E101", 3, 21), ("E101", 3, 41), ("E103", 4, 3), ("E082", 5, 13), ("E081", 7, 20),
            ("E053", 8, 27), ("E082", 8, 45), ("E082", 8, 59), ("E083", 9, 5), ("E082", 9, 16),
            ("E082", 9, 25), ("E082", 10, 5)])
        self.assertIn("the suite `s.json` has 12 errors", said)
        self.assertIn("write true", said)

    def test_mistakes_in_files_that_a_suite_names(self):
        self.write("c.cond", "{country: {$inn: []}}")
        self.suite(PASSING, condition="c.cond", now=1)
        said = self.tamis("test", "s.json", status=2).err
        self.assertLess(said.index("--> s.json:1:"), said.index("--> c.cond:1:12"))
        self.suite(PASSING, condition="gone.cond", schema="s.schema.json")
        self.write("s.schema.json", '{"bsonType": "objekt"}')
        said = self.tamis("test", "s.json", status=2).err
        self.assertIn("--> s.schema.json:1:14", said)
        self.assertNotIn("gone.cond", said)
        self.suite(PASSING, condition="gone.cond")
        self.assertIn("--> s.json:1:15", self.tamis("test", "s.json", status=2).err)


class Explain(CommandTest):
    def explain(self, document, status, *arguments, **options):
        return self.tamis("explain", json.dumps(CONDITION), document, *arguments, status=status,
                          **options)

    def test_tree(self):
        done = self.explain('{"country": "FI", "age": 27}', 1)
        self.assertIn("does not match", done.out)
        self.assertIn("27", done.out)
        self.assertRegex(done.out, r'✓ "country": "FI"')
        self.assertRegex(done.out, r'✗ "age": { ?"\$gt": 30 ?}')
        self.explain('{"country": "FI", "age": 31}', 0)

    def test_ascii(self):
        done = self.explain('{"country": "FI", "age": 27}', 1, env=environment(LC_ALL="C"))
        self.assertTrue(done.out.isascii(), done.out)

    def test_json(self):
        tree = json.loads(self.explain('{"age": 27}', 1, "--format", "json").out)
        self.assertFalse(tree["verdict"])
        self.assertEqual(len(tree["children"]), 2)

    def test_a_document_from_a_file_or_standard_input(self):
        self.write("d.json", '{"country": "FI", "age": 31}')
        self.explain("d.json", 0)
        self.explain("-", 1, input="{}")

    def test_a_malformed_document(self):
        self.assertIn("malformed", self.explain('{"a": ', 2).err)

    def test_codes_by_code_and_name(self):
        by_code = self.tamis("explain", "L012").out
        self.assertIn("contradictory-bounds", by_code)
        self.assertEqual(by_code, self.tamis("explain", "contradictory-bounds").out)
        self.assertIn("did you mean", self.tamis("explain", "contradictory-bound", status=2).err)


if __name__ == "__main__":
    unittest.main()
