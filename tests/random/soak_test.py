"""tamis_soak: which engines it asks, and what it says of one that it does not know."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOAK = sys.argv.pop(1)


class SoakTest(unittest.TestCase):
    def soak(self, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            finds = pathlib.Path(folder) / "finds.jsonl"
            done = subprocess.run([SOAK, *arguments, "--seed", "1", "--documents", "4",
                                   "--minutes", "0.005", "--finds", finds],
                                  capture_output=True, text=True, timeout=120)
            self.assertFalse(finds.exists(), done.stdout)
            return done

    def asked(self, *arguments):
        """The engines and laws that have pairs."""
        done = self.soak(*arguments)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        lines = [line.split(maxsplit=1) for line in done.stdout.splitlines()]
        return {line[1] for line in lines if len(line) == 2 and line[0].isdigit()
                and not line[1].startswith("trials")}

    def test_engines_of_a_list_beside_the_reference_and_no_laws(self):
        self.assertEqual(self.asked("--engine", "predicate-text,sqlite-eav"),
                         {"reference", "predicate-text", "sqlite-eav"})

    def test_all_engines_and_laws(self):
        self.assertLessEqual({"reference", "predicate-text", "sqlite-eav", "union"}, self.asked())

    def test_an_engine_that_is_none(self):
        done = self.soak("--engine", "sqlite,nonesuch")
        self.assertEqual(done.returncode, 2)
        self.assertIn("there is no engine `nonesuch`", done.stderr)


if __name__ == "__main__":
    unittest.main()
