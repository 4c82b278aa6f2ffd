#!/usr/bin/env python3
"""Twenty typical mistakes (mistakes/*.cond), and what the command says of them in every format.

  golden_test.py            compares with expected.*
  golden_test.py --update   writes them; read the difference before committing it
"""
import json
import os
import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
FORMATS = ("human", "colour", "json", "sarif", "github", "compact", "junit")
UPDATE = "--update" in sys.argv


def report(name):
    form = ["human", "--color", "always"] if name == "colour" else [name, "--color", "never"]
    done = subprocess.run(
        [os.environ["TAMIS"], "lint", "mistakes", "--format", *form], cwd=HERE,
        capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"}, timeout=120)
    assert done.returncode == 1 and not done.stderr, done
    return done.stdout.decode()


class Golden(unittest.TestCase):
    maxDiff = None

    def test_there_are_twenty_and_each_is_found(self):
        files = {path.name for path in (HERE / "mistakes").glob("*.cond")}
        found = {line.split(":")[0].removeprefix("mistakes/")
                 for line in report("compact").splitlines()}
        self.assertEqual(len(files), 20)
        self.assertEqual(files, found)

    def test_reports(self):
        for name in FORMATS:
            with self.subTest(name):
                expected = HERE / f"expected.{name}"
                if UPDATE:
                    expected.write_text(report(name))
                self.assertEqual(report(name), expected.read_text())

    def test_json_lines_parse(self):
        for line in report("json").splitlines():
            self.assertLessEqual({"code", "severity", "message"}, json.loads(line).keys())

    def test_sarif_is_valid(self):
        import jsonschema
        schema = json.loads((HERE / "sarif-2.1.0.schema.json").read_text())
        validator = jsonschema.Draft4Validator(schema)
        log = json.loads(report("sarif"))
        self.assertEqual([error.message for error in validator.iter_errors(log)], [])
        self.assertEqual(log["version"], "2.1.0")
        # A validator that accepts anything would prove nothing.
        log["runs"][0]["results"][0]["level"] = "catastrophe"
        self.assertTrue(list(validator.iter_errors(log)))


if __name__ == "__main__":
    unittest.main(argv=[argument for argument in sys.argv if argument != "--update"])
