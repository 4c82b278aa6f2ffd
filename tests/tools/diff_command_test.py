#!/usr/bin/env python3
"""tamis diff: the relation, its documents, and who leaves and joins."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command import CommandTest

SCHEMA = """{"bsonType": "object", "additionalProperties": false, "properties": {
  "_id": {"bsonType": "int"}, "age": {"bsonType": "int"}, "since": {"bsonType": "date"}}}"""
CONTACTS = "".join(json.dumps({"_id": n, "age": 10 * n}) + "\n" for n in range(1, 6))


class Relation(CommandTest):
    def relation(self, first, second, *options, status=1):
        done = self.tamis("diff", first, second, "--format", "json", *options, status=status)
        return json.loads(done.out)

    def test_every_relation_and_its_exit_status(self):
        self.write("schema.json", SCHEMA)
        for first, second, relation, witnesses in [
            ("{age: {$gt: 5}}", "{age: {$gte: 6}}", "equivalent", {"both"}),
            ("{age: {$gt: 5}}", "{age: {$gt: 9}}", "narrower", {"both", "onlyFirst"}),
            ("{age: {$gt: 5}}", "{age: {$gt: 2}}", "wider", {"both", "onlySecond"}),
            ("{age: 5}", "{age: 6}", "disjoint", {"onlyFirst", "onlySecond"}),
            ("{age: {$gt: 5}}", "{age: {$lt: 9}}", "overlapping",
             {"both", "onlyFirst", "onlySecond"}),
        ]:
            with self.subTest(relation):
                found = self.relation(first, second, "--schema", "schema.json",
                                      status=0 if relation == "equivalent" else 1)
                self.assertEqual(found["relation"], relation)
                self.assertEqual(set(found["witnesses"]), witnesses)

    def test_what_is_not_shown_says_so(self):
        self.write("schema.json", '{"bsonType": "object", "properties": {"a": {"bsonType": "string"}}}')
        done = self.tamis("diff", "{a: /x+y/}", "{a: /xx*y/}", "--schema", "schema.json", status=1)
        self.assertIn("not shown", done.out)

    def test_documents_that_leave_and_join(self):
        self.write("contacts.ndjson", CONTACTS)
        found = self.relation("{age: {$lt: 40}}", "{age: {$gt: 10}}", "--docs", "contacts.ndjson")
        self.assertEqual(found["documents"], {"leave": 1, "join": 2, "stay": 2, "neither": 0,
                                              "leaving": ["1"], "joining": ["4", "5"]})

    def test_equivalent_conditions_that_documents_tell_apart(self):
        """Documents that do not fit the schema count as they are."""
        self.write("schema.json", SCHEMA)
        self.write("contacts.ndjson", '{"_id": 1, "age": 5.5}\n')
        found = self.relation("{age: {$gt: 5}}", "{age: {$gte: 6}}", "--schema", "schema.json",
                              "--docs", "contacts.ndjson")
        self.assertEqual(found["relation"], "equivalent")
        self.assertEqual(found["documents"]["leave"], 1)

    def test_relative_dates_are_witnessed_at_the_time_given(self):
        self.write("schema.json", SCHEMA)
        found = self.relation('{since: {$gt: "now-30d"}}', '{since: {$gt: "now-7d"}}',
                              "--schema", "schema.json", "--now", "2026-01-31")
        self.assertEqual(found["relation"], "narrower")
        self.assertIn("2026-01", json.dumps(found["witnesses"]["onlyFirst"]))

    def test_trouble(self):
        self.tamis("diff", "{age: {$gt: 5}", "{}", status=2)
        self.tamis("diff", "{}", "{}", "--docs", "missing.ndjson", status=2)


if __name__ == "__main__":
    unittest.main()
