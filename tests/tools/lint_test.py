#!/usr/bin/env python3
"""tamis lint: findings, exit status, fixes, settings, conditions inside documents."""
import json
import os
import pathlib
import re
import stat
import subprocess
import sys
import unittest
import xml.etree.ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command import TAMIS, CommandTest, environment

SCHEMA = json.dumps({
    "bsonType": "object",
    "additionalProperties": False,
    "required": ["email"],
    "properties": {
        "email": {"bsonType": "string"},
        "country": {"bsonType": ["string", "null"]},
        "age": {"bsonType": ["int", "null"]},
    }})
DOUBLE = '{"country": {"$in": ["FI", "FI", "SE"]}}'
SINGLE = '{"country": {"$in": ["FI", "SE"]}}'


class Lint(CommandTest):
    def found(self, *arguments, **options):
        """The codes found, in order."""
        done = self.tamis("lint", *arguments, "--format", "json", **options)
        return [json.loads(line)["code"] for line in done.out.splitlines()]

    def test_status(self):
        self.write("s.json", SCHEMA)
        for text, flags, status in [
            ('{"country": "FI"}', [], 0),
            ('{"country": }', [], 1),
            ('{"contry": "FI"}', ["--schema", "s.json"], 1),
            (DOUBLE, [], 0),
            (DOUBLE, ["--fail-on", "warning"], 1),
        ]:
            with self.subTest((text, flags)):
                self.tamis("lint", "-", *flags, input=text, status=status)

    def test_text_file_and_stdin_say_the_same(self):
        self.write("c.cond", DOUBLE)
        self.assertEqual(self.found("c.cond"), ["L027"])
        self.assertEqual(self.found("-", input=DOUBLE), ["L027"])
        self.assertEqual(self.found(DOUBLE), ["L027"])

    def test_stdin_filename(self):
        done = self.tamis("lint", "-", "--stdin-filename", "vip.cond", "--format", "compact",
                          input=DOUBLE)
        self.assertTrue(done.out.startswith("vip.cond:1:"), done.out)

    def test_select_and_ignore(self):
        both = '{"$and": [{"country": {"$in": ["FI", "FI", "SE"]}}]}'
        for flags, codes in [
            ([], ["L026", "L027"]),
            (["--ignore", "L026"], ["L027"]),
            (["--ignore", "L026,duplicate-list-value"], []),
            (["--select", "branch-of-one"], ["L026"]),
            (["--select", "redundant", "--ignore", "L027"], ["L026"]),
            (["--select", "cost"], []),
        ]:
            with self.subTest(flags):
                self.assertEqual(self.found(both, *flags), codes)
        self.assertIn("`L9`", self.tamis("lint", both, "--select", "L9", status=2).err)

    def test_statistics(self):
        done = self.tamis("lint", DOUBLE, DOUBLE, "--statistics")
        self.assertRegex(done.out, r"(?m)^ +2  L027  duplicate-list-value$")

    def test_an_end_that_the_schema_excludes(self):
        bounds = {"bsonType": "int", "minimum": 0, "maximum": 10,
                  "exclusiveMinimum": True, "exclusiveMaximum": True}
        self.write("s.json", json.dumps({"bsonType": "object", "properties": {"n": bounds}}))
        for text, codes in [
            ('{"n": {"$lt": 1}}', ["L009"]),
            ('{"n": {"$lt": 2}}', []),
            ('{"n": {"$gt": 9}}', ["L009"]),
            ('{"n": {"$gte": 2, "$lte": 8}}', []),
            ('{"n": {"$gte": 1, "$lte": 8}}', ["L031"]),
            ('{"$or": [{"n": {"$gte": 2, "$lt": 5}}, {"n": {"$gte": 5, "$lt": 8}}]}', []),
            ('{"$or": [{"n": {"$gte": 2, "$lt": 5}}, {"n": {"$gte": 3, "$lt": 5}}]}', ["L034"]),
        ]:
            with self.subTest(text):
                self.assertEqual(self.found(text, "--schema", "s.json"), codes)

    def test_presets(self):
        self.write("s.json", SCHEMA)
        for flags, codes in [
            ([], []),
            (["--preset", "strict"], ["L055"]),
            (["--preset", "segments"], ["L055"]),
            (["--preset", "strict", "--ignore", "L055"], []),
        ]:
            with self.subTest(flags):
                self.assertEqual(self.found('{"country": null}', "-s", "s.json", *flags), codes)
        self.tamis("lint", '{"country": null}', "-s", "s.json", "--preset", "strict",
                   "--fail-on", "warning", status=1)

    def test_a_comment_allows(self):
        for text, codes in [
            ("{country: {$in: ['FI', 'FI', 'SE']}}  // tamis: allow L027", []),
            ("{\n  // tamis: allow duplicate-list-value -- on purpose\n"
             "  country: {$in: ['FI', 'FI', 'SE']}}", []),
            ("// tamis: allow L027\n\n{a: 1,\n country: {$in: ['FI', 'FI', 'SE']}}",
             ["L099", "L027"]),
        ]:
            with self.subTest(text):
                self.assertEqual(self.found("-", input=text), codes)

    def test_junit(self):
        self.write("a.cond", DOUBLE)
        self.write("b.cond", SINGLE)
        self.write("c.cond", '{"a": }')
        done = self.tamis("lint", "a.cond", "b.cond", "c.cond", "--format", "junit", status=1)
        root = xml.etree.ElementTree.fromstring(done.out)
        self.assertEqual((root.get("tests"), root.get("failures"), root.get("errors")),
                         ("3", "1", "1"))
        self.assertEqual([suite.get("name") for suite in root], ["a.cond", "b.cond", "c.cond"])
        self.assertIn("L027", root.find(".//failure").text)

    def test_a_folder_is_searched_for_conditions(self):
        self.write("a/x.cond", DOUBLE)
        self.write("a/b/y.cond.json", DOUBLE)
        self.write("a/package.json", "no condition")
        self.write("a/.hidden/z.cond", "no condition")
        self.write("a/node_modules/z.cond", "no condition")
        self.assertEqual(self.found("a"), ["L027", "L027"])

    def test_a_schema_with_errors_is_trouble(self):
        self.write("s.json", '{"bsonType": "objekt"}')
        self.write("c.cond", SINGLE)
        done = self.tamis("lint", "c.cond", "--schema", "s.json", status=2)
        self.assertIn("s.json", done.err)


class Fix(CommandTest):
    def test_in_place(self):
        path = pathlib.Path(self.write("c.cond", DOUBLE))
        path.chmod(0o640)
        done = self.tamis("lint", "c.cond", "--fix")
        self.assertEqual(path.read_text(), SINGLE)
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o640)
        self.assertIn("1 finding mended", done.out)
        self.assertEqual(os.listdir(self.folder), ["c.cond"])

    def test_a_clean_file_is_not_written(self):
        path = pathlib.Path(self.write("c.cond", SINGLE))
        before = path.stat()
        self.tamis("lint", "c.cond", "--fix")
        self.assertEqual(path.stat().st_ino, before.st_ino)

    def test_a_symbolic_link_stays_one(self):
        path = pathlib.Path(self.write("real.cond", DOUBLE))
        os.symlink("real.cond", self.folder / "link.cond")
        self.tamis("lint", "link.cond", "--fix")
        self.assertTrue((self.folder / "link.cond").is_symlink())
        self.assertEqual(path.read_text(), SINGLE)

    def test_as_a_filter(self):
        done = self.tamis("lint", "-", "--fix", input=DOUBLE)
        self.assertEqual(done.out, SINGLE)
        self.assertIn("mended", done.err)
        self.assertEqual(self.tamis("lint", "-", "--fix", input=SINGLE).out, SINGLE)

    def test_layout_and_comments_stay(self):
        before = "{\n  // who\n  country: {$in: ['FI', 'FI', 'SE']},  // where\n}\n"
        after = "{\n  // who\n  country: {$in: ['FI', 'SE']},  // where\n}\n"
        self.assertEqual(self.tamis("lint", "-", "--fix", input=before).out, after)

    def test_unsafe_fixes_only_when_asked(self):
        text = '{"address": {"zip": {"$gt": "00100"}}}'
        fixed = '{"address.zip": {"$gt": "00100"}}'
        self.assertEqual(self.tamis("lint", "-", "--fix", input=text).out, text)
        self.assertEqual(self.tamis("lint", "-", "--fix", "--unsafe-fixes", input=text).out, fixed)

    def test_one_fix_may_open_the_way_for_another(self):
        text = '{"$and": [{"country": {"$in": ["FI", "FI"]}}]}'
        self.assertEqual(self.tamis("lint", "-", "--fix", input=text).out, '{"country": "FI"}')

    def test_fixes_that_do_not_go_together(self):
        text = '{"n": {"$elemMatch": {"$gte": true, "$lt": true}}}'
        done = self.tamis("lint", "-", "--fix", input=text)
        self.assertEqual(json.loads(done.out),
                         {"n": {"$elemMatch": {"$eq": True, "$lt": True}}})

    def test_diff_changes_nothing(self):
        path = pathlib.Path(self.write("c.cond", DOUBLE + "\n"))
        done = self.tamis("lint", "c.cond", "--diff", status=1)
        self.assertEqual(done.out, f"--- c.cond\n+++ c.cond\n@@ -1 +1 @@\n-{DOUBLE}\n+{SINGLE}\n")
        self.assertEqual(path.read_text(), DOUBLE + "\n")
        self.write("d.cond", SINGLE)
        self.assertEqual(self.tamis("lint", "d.cond", "--diff").out, "")

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_a_file_that_cannot_be_written(self):
        path = pathlib.Path(self.write("c.cond", DOUBLE))
        path.chmod(0o444)
        self.assertIn("Permission denied", self.tamis("lint", "c.cond", "--fix", status=2).err)
        self.assertEqual(path.read_text(), DOUBLE)


class Baseline(CommandTest):
    def found(self, status=0):
        done = self.tamis("lint", "a.cond", "--baseline", "known.json", "--format", "json",
                          status=status)
        return [json.loads(line)["code"] for line in done.out.splitlines()]

    def test_known_findings_are_not_reported(self):
        self.write("a.cond", DOUBLE)
        done = self.tamis("lint", "a.cond", "--baseline", "known.json", "--update-baseline")
        self.assertEqual(done.out, "1 finding in known.json\n")
        self.assertEqual(self.found(), [])
        # Moved, and laid out in another way: the same finding.
        self.write("a.cond", "\n\n{\n  \"country\":\n    {\"$in\": [\"FI\",  \"FI\", \"SE\"]}}")
        self.assertEqual(self.found(), [])
        # Once more is new.
        self.write("a.cond", DOUBLE[:-1] + ', "region": {"$in": ["FI", "FI", "AX"]}}')
        self.assertEqual(self.found(), ["L027"])

    def test_what_is_gone_is_told(self):
        self.write("a.cond", DOUBLE)
        self.tamis("lint", "a.cond", "--baseline", "known.json", "--update-baseline")
        self.write("a.cond", SINGLE)
        self.assertIn("1 more that is gone",
                      self.tamis("lint", "a.cond", "--baseline", "known.json").out)

    def test_what_is_no_baseline_is_trouble(self):
        self.write("a.cond", DOUBLE)
        for text in ["", "{}", '{"version": "tamis-baseline-1", "findings": [1]}', "[1"]:
            with self.subTest(text):
                self.write("known.json", text)
                self.assertIn("no baseline", self.tamis("lint", "a.cond", "--baseline",
                                                        "known.json", status=2).err)
        self.tamis("lint", "a.cond", "--update-baseline", status=2)


class Settings(CommandTest):
    def setUp(self):
        super().setUp()
        self.write("contact.json", SCHEMA)
        self.write("segments/a.cond", '{"email": null}')

    def codes(self, *arguments, status=0):
        done = self.tamis("lint", "segments/a.cond", *arguments, "--format", "json", status=status)
        return [json.loads(line)["code"] for line in done.out.splitlines()]

    def test_a_schema_by_glob(self):
        self.write("tamis.toml", '[[schemas]]\nfiles = ["segments/*.cond"]\n'
                                 'schema = "contact.json"\n')
        self.assertEqual(self.codes(), ["L013"])

    def test_levels_and_fail_on(self):
        glob = '[[schemas]]\nfiles = ["*.cond"]\nschema = "contact.json"\n'
        for lint, codes, status in [
            ("", ["L013"], 0),
            ('[lint]\nfail-on = "warning"\n', ["L013"], 1),
            ('[lint]\nignore = ["L013"]\n', [], 0),
            ('[lint.levels]\nnull-on-required = "error"\n', ["L013"], 1),
            ('[lint.levels]\nL013 = "off"\n', [], 0),
            ('[lint]\npreset = "strict"\nignore = ["L013", "L086"]\n', [], 0),
        ]:
            with self.subTest(lint):
                self.write("tamis.toml", glob + lint)
                self.assertEqual(self.codes(status=status), codes)

    def test_the_nearest_file_counts(self):
        self.write("tamis.toml", '[[schemas]]\nfiles = ["**/*.cond"]\nschema = "contact.json"\n')
        self.write("segments/tamis.toml", "")
        self.assertEqual(self.codes(), [])

    def test_a_setting_that_means_nothing_is_trouble(self):
        for text, said in [
            ("[lnit]\n", "tamis.toml:1:2\n"),
            ("[lnit]\n", "did you mean `lint`?"),
            ('[lint]\nfail-on = "never"\n', "fail-on"),
            ('[lint.levels]\nL999 = "off"\n', "`L999`"),
            ('[lint]\npreset = "loose"\n', "`preset` is"),
            ("[lint\n", "tamis.toml:1:"),
            ("[[schemas]]\nfiles = []\n", "needs `schema`"),
            ("[[schemas]]\nfiles = []\n", "`files` is empty"),
            ('[[schemas]]\nfiles = ["*"]\nschema = ""\n', "the name of a file"),
        ]:
            with self.subTest(text):
                self.write("tamis.toml", text)
                self.assertIn(said, self.tamis("lint", "segments/a.cond", status=2).err)


    def test_all_mistakes_are_told_once(self):
        self.write("segments/b.cond", "{}")
        self.write("tamis.toml", """[lnit]
[[schemas]]
files = ["é.cond", 7]
schem = "é.json"
[lint]
preset = "strct"
fail-on = 1
select = ["L05", "negation-include-missing"]
levels = "off"
""")
        said = self.tamis("lint", "segments", status=2).err
        places = [(code, int(line), int(column)) for code, line, column in
                  re.findall(r"error\[(E\d+)\].*?tamis.toml:(\d+):(\d+)\n", said, re.S)]
        self.assertEqual(places, [("E081", 1, 2), ("E082", 3, 20), ("E081", 4, 1), ("E082", 6, 10),
                                  ("E082", 7, 11), ("E082", 8, 18), ("E082", 9, 10)])
        for fix in ("schema", "strict", "negation-includes-missing"):
            self.assertIn(f"did you mean `{fix}`?", said)
        self.assertEqual(said.count("tamis.toml` have 7 errors"), 2)


class Pointer(CommandTest):
    SEGMENT = '{\n  "name": "vip",\n  "conditions": %s\n}\n'

    def test_places_are_those_of_the_document(self):
        self.write("segment.json", self.SEGMENT % DOUBLE)
        done = self.tamis("lint", "segment.json", "--pointer", "/conditions", "--format", "json")
        found = json.loads(done.out)
        self.assertEqual(found["code"], "L027")
        self.assertEqual(found["pointer"], "/conditions")
        compact = self.tamis("lint", "segment.json", "--pointer", "/conditions", "--format",
                             "compact")
        self.assertTrue(compact.out.startswith("segment.json:3:44: "), compact.out)

    def test_fixes_too(self):
        path = pathlib.Path(self.write("segment.json", self.SEGMENT % DOUBLE))
        self.tamis("lint", "segment.json", "--pointer", "/conditions", "--fix")
        self.assertEqual(path.read_text(), self.SEGMENT % SINGLE)

    def test_every_member_of_an_export(self):
        self.write("export.json", json.dumps({"data": [
            {"conditions": json.loads(DOUBLE)}, {"conditions": {"a": 1}}, {"name": "none"},
            {"conditions": json.loads(DOUBLE)}]}))
        done = self.tamis("lint", "export.json", "--pointer", "/data/*/conditions",
                          "--format", "json")
        self.assertEqual([json.loads(line)["pointer"] for line in done.out.splitlines()],
                         ["/data/0/conditions", "/data/3/conditions"])

    def test_every_line_of_ndjson(self):
        line = json.dumps({"conditions": json.loads(DOUBLE)}) + "\n"
        self.write("export.ndjson", line + "\n" + line)
        done = self.tamis("lint", "export.ndjson", "--pointer", "/conditions",
                          "--format", "compact")
        self.assertEqual([row.split(":")[1] for row in done.out.splitlines()], ["1", "3"])

    def test_the_empty_pointer_is_the_whole(self):
        for name, text, places in [
            ("c.json", DOUBLE, ["1"]),
            ("c.ndjson", f'{DOUBLE}\n{{"age": 1}}\n{DOUBLE}\n', ["1", "3"]),
            ("c.yaml", f"country:\n  $in: [FI, FI, SE]\n---\nage: 1\n---\n{DOUBLE}\n", ["2", "6"]),
        ]:
            with self.subTest(name):
                self.write(name, text)
                for pointer in [("--pointer", ""), ("--pointer=",)]:
                    done = self.tamis("lint", *pointer, name, "--format", "compact")
                    self.assertEqual([row.split(":")[1] for row in done.out.splitlines()], places)
        path = pathlib.Path(self.write("c.ndjson", f'{DOUBLE}\n{{"age": 1}}\n{DOUBLE}\n'))
        self.tamis("lint", "c.ndjson", "--pointer", "", "--fix")
        self.assertEqual(path.read_text(), f'{SINGLE}\n{{"age": 1}}\n{SINGLE}\n')

    def test_yaml(self):
        self.write("segments.yaml", (
            "data:\n"
            "  - name: written out\n"
            "    conditions:\n"
            "      country:\n"
            "        $in: [FI, 'FI', SE]\n"
            "  - name: as text\n"
            "    conditions: |\n"
            "      {\n"
            "        country: {$in: ['FI', 'FI', 'SE']}\n"
            "      }\n"
            "  - name: in one line\n"
            "    conditions: '{\"age\": {\"$in\": [1]}}'\n"))
        done = self.tamis("lint", "segments.yaml", "--pointer", "/data/*/conditions",
                          "--format", "compact")
        self.assertEqual([row.split(":")[1] for row in done.out.splitlines()], ["5", "9", "12"])

    def test_what_is_no_yaml_for_a_condition(self):
        for text in ["conditions: [1\n", "conditions: &a [*a]\n", "conditions: {[1]: 2}\n"]:
            with self.subTest(text):
                self.write("s.yaml", text)
                self.assertIn("E041", self.tamis("lint", "s.yaml", "--pointer", "/conditions",
                                                 status=1).out)

    def test_fixes_in_yaml(self):
        rows = [
            ("a flow list", "{country: {$in: [FI, FI, SE]}}", "{country: {$in: [FI, SE]}}"),
            ("quotes and comments stay", "\n  country:\n    $in: [FI, 'FI', SE]  # two",
             "\n  country:\n    $in: [FI, SE]  # two"),
            ("a block list", "\n  country:\n    $in:\n      - FI\n      - SE\n      - FI\n  vip: true",
             "\n  country:\n    $in:\n      - FI\n      - SE\n  vip: true"),
            ("a block mapping loses a line",
             "\n  age:\n    $gt: 18\n    $gte: 10  # not needed\n  vip: true",
             "\n  age:\n    $gt: 18  # not needed\n  vip: true"),
            ("nulls in all their spellings",
             "\n  vip:\n    $in:\n      - ~\n      - false\n      - null\n      - ~",
             "\n  vip:\n    $in:\n      - ~\n      - false"),
            ("JSON", '{"country": {"$in": ["FI"]}}', '{"country": "FI"}'),
            ("text in a block", "|\n  {\n    country: {$in: ['FI', 'FI', 'SE']}\n  }",
             "|\n  {\n    country: {$in: ['FI', 'SE']}\n  }"),
            ("text in quotes", """'{"country": {"$in": ["FI", "FI", "SE"]}}'""",
             """'{"country": {"$in": ["FI", "SE"]}}'"""),
        ]
        for why, before, after in rows:
            with self.subTest(why):
                path = pathlib.Path(self.write("s.yaml", f"name: x\nconditions: {before}\nlast: 1\n"))
                done = self.tamis("lint", "s.yaml", "--pointer", "/conditions", "--fix")
                self.assertEqual(path.read_text(), f"name: x\nconditions: {after}\nlast: 1\n")
                self.assertIn("1 finding mended", done.out)

    def test_yaml_that_only_a_hand_can_mend(self):
        rows = [
            ("an alias repeats it",
             "base: &b [FI, FI]\nother: *b\nconditions: {country: {$in: [FI, FI]}}\n"),
            ("escapes stand in between",
             'conditions: "{\\"country\\": {\\"$in\\": [\\"FI\\", \\"FI\\"]}}"\n'),
            ("a folded text", "conditions: >\n  {country: {$in:\n  ['FI', 'FI']}}\n"),
        ]
        for why, text in rows:
            with self.subTest(why):
                path = pathlib.Path(self.write("s.yaml", text))
                done = self.tamis("lint", "s.yaml", "--pointer", "/conditions", "--fix")
                self.assertEqual(path.read_text(), text)
                self.assertIn("by hand, as --fix cannot edit this YAML: ", done.out)
                self.assertIn("by hand", done.out.splitlines()[-1])

    def test_a_text_without_places_is_a_file(self):
        self.write("segment.json", '{"conditions": ')
        done = self.tamis("lint", "segment.json", "--pointer", "/conditions", status=1)
        self.assertEqual(done.out.splitlines()[-1], "✗ 1 error in 1 file")

    def test_a_place_that_is_nowhere_is_trouble(self):
        self.write("segment.json", "{}")
        done = self.tamis("lint", "segment.json", "--pointer", "/conditions", status=2)
        self.assertIn("nothing stands at `/conditions`", done.err)
        self.assertEqual(done.out, "")
        self.tamis("lint", "segment.json", "--pointer", "conditions", status=2)


if __name__ == "__main__":
    unittest.main()
