"""tests/bench/compare, on a project of one program that says how fast it is."""
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

COMPARE = pathlib.Path(__file__).resolve().parents[1] / "bench/compare"
# Its times come from a file of its own source, one for each run.
PROGRAM = """#!/usr/bin/env python3
import json, pathlib, sys
if "--help" in sys.argv:
    sys.exit(print("[--benchmark_list_tests={true|false}]"))
runs = pathlib.Path(__file__).with_suffix(".runs")
run = len(runs.read_text()) if runs.exists() else 0
runs.write_text("x" * (run + 1))
times = json.loads('@TIMES@')
print(json.dumps({"benchmarks": [{"name": name, "cpu_time": of[run % len(of)]}
                                 for name, of in times.items()]}))
"""
BUILD = """cmake_minimum_required(VERSION 3.25)
project(fake NONE)
file(READ times.json TIMES)
configure_file(program.in fake_bench @ONLY FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
add_custom_target(fake_bench)
"""


class BenchCompareTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        (self.root / "tests/bench").mkdir(parents=True)
        shutil.copy(COMPARE, self.root / "tests/bench/compare")
        (self.root / "program.in").write_text(PROGRAM)
        (self.root / "CMakeLists.txt").write_text(BUILD)
        (self.root / ".gitignore").write_text("/build/\n")

    def times(self, **of):
        (self.root / "times.json").write_text(json.dumps(of))

    def git(self, *arguments):
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", *arguments],
                       cwd=self.root, check=True, capture_output=True)

    def commit(self):
        self.git("init", "--quiet")
        self.git("add", ".")
        self.git("commit", "--quiet", "-m", "before")

    def compare(self, *arguments, status=0):
        done = subprocess.run([self.root / "tests/bench/compare", *arguments], cwd=self.root,
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def test_names_what_every_round_agrees_on(self):
        self.times(gains=[10, 12, 11], loses=[10, 10, 10], wavers=[10, 10, 10], gone=[1])
        self.commit()
        self.times(gains=[8, 9, 8], loses=[20, 11, 12], wavers=[12, 12, 9], new=[1])
        done = self.compare("--rounds", "3", "HEAD", "fake_bench")
        self.assertEqual(done.stdout.splitlines(), [
            "        median   least greatest",
            "gains     0.75    0.73     0.80  faster",
            "gone    on one side only",
            "loses     1.20    1.10     2.00  slower",
            "new     on one side only",
            "wavers    1.20    0.90     1.20"])

    def test_a_commit_that_is_none(self):
        self.times(one=[1])
        self.commit()
        self.assertIn("nonesuch", self.compare("nonesuch", "fake_bench", status=2).stderr)

    def test_a_program_that_is_none(self):
        self.times(one=[1])
        self.commit()
        self.assertIn("other", self.compare("HEAD", "other", status=2).stderr)

    def test_nothing_measured(self):
        self.times()
        self.commit()
        self.assertIn("nothing was measured",
                      self.compare("HEAD", "fake_bench", status=2).stderr)


if __name__ == "__main__":
    unittest.main()
