#!/usr/bin/env python3
"""The examples of every help page run as they are printed."""
import json
import os
import pathlib
import re
import sqlite3
import struct
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command import SOURCE, TAMIS, CommandTest, environment
from conventions_test import commands

CONDITION = '{"country": "FI", "age": {"$gt": 30}}\n'
DOCUMENTS = ('{"_id": 1, "country": "FI", "age": 31, "vip": true}\n'
             '{"_id": 2, "country": "SE", "age": 27, "vip": false}\n')
SCHEMA = {"bsonType": "object", "x-tamis": {"sqlite": {"table": "contacts", "key": "_id"}},
          "properties": {
    "country": {"bsonType": "string"}, "age": {"bsonType": "int"}, "vip": {"bsonType": "bool"},
    "_id": {"bsonType": "int"}}}
# Words of an example that need what a test has not.
ELSEWHERE = {"--uri": "a MongoDB server", "| man": "man"}


def bson(country):
    """A document with one string."""
    text = country.encode() + b"\0"
    body = b"\x02country\0" + struct.pack("<i", len(text)) + text + b"\0"
    return struct.pack("<i", len(body) + 4) + body


class Examples(CommandTest):
    def setUp(self):
        super().setUp()
        (self.folder / "bin").mkdir()
        os.symlink(TAMIS, self.folder / "bin" / "tamis")
        for name in ["vip.cond", "old.cond", "segments/vip.cond"]:
            self.write(name, CONDITION)
        self.write("new.cond", '{"country": "FI"}\n')
        self.write("contact.schema.json", json.dumps(SCHEMA))
        self.write("segments.json", json.dumps({"data": [{"conditions": json.loads(CONDITION)}]}))
        self.write("segments.yaml", "data:\n  - conditions:\n      country: FI\n")
        self.write("contacts.ndjson", DOCUMENTS)
        self.write("contacts.json", json.dumps([json.loads(x) for x in DOCUMENTS.splitlines()]))
        database = sqlite3.connect(self.folder / "crm.sqlite")
        database.execute("CREATE TABLE contacts (_id INTEGER PRIMARY KEY, doc, country, age, vip)")
        for line in DOCUMENTS.splitlines():
            row = json.loads(line)
            database.execute("INSERT INTO contacts VALUES (?, ?, ?, ?, ?)",
                             (row["_id"], line, row["country"], row["age"], row["vip"]))
        database.commit()
        database.close()
        self.write("contact.json", DOCUMENTS.splitlines()[0])
        self.write("dump/shop/contacts.bson", bson("FI") + bson("SE"))
        self.write("lint.baseline.json", '{"version": "tamis-baseline-1", "findings": []}')
        suite = json.dumps({"condition": json.loads(CONDITION), "documents": [
            {"document": {"country": "FI", "age": 31}, "matches": True}]})
        for name in ["vip.suite.json", "suites/vip.json"]:
            self.write(name, suite)
        for name in ["cases.jsonl", "tests/conformance/finds.jsonl"]:
            self.write(name, (SOURCE / "tests/conformance/finds.jsonl").read_bytes())
        for name in [".zfunc", ".config/fish/completions",
                     ".local/share/bash-completion/completions"]:
            (self.folder / name).mkdir(parents=True)

    def run_line(self, line):
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        return subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=120,
                              cwd=self.folder,
                              env=environment(PATH=path, HOME=str(self.folder)))

    def test_all_of_them(self):
        ran = 0
        for words in commands():
            page = self.tamis(*words, "--help").out
            block = re.search(r"^Examples\n((?: .*\n)+)", page, re.MULTILINE)
            for line in re.findall(r"^ {6}(\S.*)$", block[1] if block else "", re.MULTILINE):
                if any(word in line for word in ELSEWHERE):
                    continue
                with self.subTest(line):
                    self.assertTrue(line.startswith("tamis "), "an example begins with `tamis`")
                    done = self.run_line(line)
                    # 1 is a finding or a difference; 2 would be an example that cannot run.
                    self.assertIn(done.returncode, (0, 1), done.stdout + done.stderr)
                    ran += 1
        self.assertGreater(ran, 25)


if __name__ == "__main__":
    unittest.main()
