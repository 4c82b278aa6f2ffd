#!/usr/bin/env python3
"""What holds for every command: help, usage errors, pipes, full disks, colour."""
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from command import TAMIS, CommandTest, environment


def commands():
    """Every command with its words, read from the help pages themselves."""
    found = [[]]
    for words in found:
        page = subprocess.run([TAMIS, *words, "--help"], capture_output=True, text=True,
                              env=environment()).stdout
        block = re.search(r"^Commands\n((?:  .*\n)+)", page, re.MULTILINE)
        if block:
            found += [[*words, name] for name in re.findall(r"^  (\S+)", block[1], re.MULTILINE)]
    return found


class Help(CommandTest):
    def test_every_command_has_a_page_with_examples(self):
        pages = commands()
        self.assertGreater(len(pages), 5)
        for words in pages:
            with self.subTest(words):
                page = self.tamis(*words, "--help").out
                self.assertIn("usage: " + " ".join(["tamis", *words]), page)
                self.assertEqual(max(len(line) for line in page.splitlines()) <= 100, True)
                if not re.search(r"^Commands$", page, re.MULTILINE):
                    self.assertRegex(page, r"(?m)^Examples$")
                    self.assertIn("  tamis " + " ".join(words), page)

    def test_help_wins_over_missing_arguments(self):
        self.tamis("lint", "--help")

    def test_version(self):
        self.assertRegex(self.tamis("--version").out,
                         r"^tamis \d+\.\d+\.\d+ \(language version \d+\)\n$")

    def test_no_command_is_a_usage_error_that_helps(self):
        self.assertIn("Commands", self.tamis(status=2).err)


class Usage(CommandTest):
    def test_mistakes_are_named(self):
        self.write("good.cond", "{}")
        for arguments, said in [
            (["lnit"], "did you mean `lint`?"),
            (["lint", "--shcema", "x", "y"], "did you mean `--schema`?"),
            (["lint", "--format", "humann", "x"], "did you mean `human`?"),
            (["lint"], "FILE is required"),
            (["lint", "--format=", "x"], "`` is none of human"),
            (["lint", "--pointer=x", "x"], "a JSON Pointer begins with `/`"),
            (["lint", "--nothing=", "x"], "unknown option `--nothing=`"),
            (["lint", "--", "--format="], "`--format=`"),
            (["schema", "chek"], "did you mean `check`?"),
            (["explain"], "SUBJECT is required"),
            (["explain", "good.cond"], "say on which document"),
            (["explain", "x" * 5000], "there is no diagnostic"),
            (["match", "-m", "0", "{}"], "`0` is no whole number from 1"),
            (["match", "-m", "-1", "{}"], "`-1` is no whole number from 1"),
            (["match", "-m", "99999999999999999999", "{}"], "`99999999999999999999` is no whole"),
            (["match", "-j", "257", "{}"], "`257` is no whole number from 1 to 256"),
            (["match", "--timezone", "Nowhere", "{}"], "`Nowhere` is no time zone"),
            (["match", "--explain", "{}"], "--explain needs --uri"),
            (["match", "--uri", "mongodb://h/x", "--collection", "c", "{}", "x"],
             "documents come from one place"),
        ]:
            with self.subTest(arguments):
                done = self.tamis(*arguments, status=2)
                self.assertIn(said, done.err)
                self.assertEqual(done.out, "")


    def test_an_option_that_would_be_lost_is_a_mistake(self):
        for arguments, said in [
            (["match", "{}", "--table", "t"], "--table needs --db"),
            (["match", "{}", "--column", "c"], "--column needs --db"),
            (["match", "{}", "--verbatim"], "--verbatim needs --uri"),
            (["match", "{}", "--db", "x", "--skip-bad"], "--skip-bad excludes --db"),
            (["match", "{}", "--db", "x", "--output", "bson"], "--output excludes --db"),
            (["match", "{}", "--uri", "mongodb://h/x", "--collection", "c", "--trust"],
             "--trust excludes --uri"),
            (["test", "{}", "--db", "x", "--skip-bad"], "--skip-bad needs --docs"),
            (["test", "a.suite.json", "--input", "bson"], "--input needs --docs"),
            (["test", "{}", "--docs", "-", "--key", "k"], "--key needs --db"),
            (["test", "{}", "--docs", "-", "--require-coverage"], "--require-coverage is about a suite"),
            (["test", "a.suite.json", "--tree"], "--tree needs --docs or --db"),
            (["test", "a.suite.json", "--show", "failing"], "--show needs --docs or --db"),
            (["lint", "{}", "--unsafe-fixes"], "--unsafe-fixes needs --fix or --diff"),
            (["lint", "{}", "--update-baseline"], "--update-baseline needs --baseline"),
            (["compile", "{}", "--inline"], "--inline needs --to sqlite"),
            (["compile", "{}", "--encoding", "bson"], "--encoding needs --to mongodb"),
            (["compile", "{}", "--to", "mongodb", "--pure"], "--pure needs --to sqlite"),
            (["compile", "{}", "--to", "sqlite", "--explain-plan"], "--explain-plan needs --db"),
        ]:
            with self.subTest(arguments):
                done = self.tamis(*arguments, status=2)
                self.assertIn(said, done.err)
                self.assertEqual(done.out, "")


class Files(CommandTest):
    def test_an_unreadable_file_is_reported_once(self):
        done = self.tamis("lint", "gone.cond", status=2)
        self.assertEqual(done.err, "tamis: cannot read `gone.cond`: No such file or directory\n")

    def test_nothing_more_is_said_of_what_was_not_read(self):
        for arguments in (["test", "{}", "--docs", "gone"], ["schema", "infer", "gone"]):
            with self.subTest(arguments):
                done = self.tamis(*arguments, status=2)
                self.assertEqual(done.out, "")
                self.assertEqual(done.err, "tamis: cannot read `gone`: No such file or directory\n")

    def test_no_cases_are_no_success(self):
        self.assertIn("holds no case",
                      self.tamis("conform", self.write("none.jsonl", "\n"), status=2).err)

    def test_the_others_are_still_read(self):
        self.write("good.cond", '{"a": 1}')
        done = self.tamis("lint", "gone.cond", "good.cond", "--format", "compact", status=2)
        self.assertEqual(done.err.count("gone.cond"), 1)

    def test_a_folder_where_a_file_is_wanted(self):
        self.assertIn("Is a directory", self.tamis("schema", "check", ".", status=2).err)

    def test_control_bytes_of_names_are_shown_not_sent(self):
        done = self.tamis("lint", "a\x1b[31m.cond", status=2)
        self.assertNotIn("\x1b", done.err)


class Pipes(CommandTest):
    def test_a_closed_pipe_is_no_error_message(self):
        shell = f"set -o pipefail; {TAMIS} completions bash | true"
        done = subprocess.run(["bash", "-c", shell], capture_output=True, env=environment())
        self.assertEqual(done.stderr, b"")
        self.assertIn(done.returncode, (0, 141))

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_a_full_disk_is(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([TAMIS, "completions", "bash"], stdout=full,
                                  stderr=subprocess.PIPE, env=environment())
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"No space left on device", done.stderr)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_a_full_disk_is_reported_once(self):
        documents = self.write("many.ndjson", '{"email": "someone@example.com"}\n' * 20_000)
        with open("/dev/full", "wb") as full:
            done = subprocess.run([TAMIS, "test", "{}", "--docs", documents], stdout=full,
                                  stderr=subprocess.PIPE, env=environment())
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr.count(b"No space left on device"), 1)

    def test_a_closed_standard_output_is(self):
        done = subprocess.run(["bash", "-c", f"{TAMIS} completions bash >&-"],
                              capture_output=True, env=environment())
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"cannot write standard output", done.stderr)


class Colour(CommandTest):
    def test_only_where_it_is_asked_for(self):
        self.write("bad.cond", '{"a": }')
        for arguments, env, coloured in [
            ([], environment(), False),
            (["--color", "always"], environment(), True),
            (["--color", "always"], environment(NO_COLOR="1"), True),
            (["--color", "never"], environment(), False),
        ]:
            with self.subTest((arguments, env.get("NO_COLOR"))):
                done = self.tamis("lint", "bad.cond", *arguments, status=1, env=env)
                self.assertEqual("\x1b[" in done.out, coloured)

    def test_a_terminal_has_colour_unless_no_color_says_not(self):
        import pty
        self.write("bad.cond", '{"a": }')
        for env, coloured in [(environment(), True), (environment(NO_COLOR="1"), False),
                              (environment(TERM="dumb"), False)]:
            with self.subTest(env.get("NO_COLOR")):
                ours, theirs = pty.openpty()
                subprocess.run([TAMIS, "lint", "bad.cond"], stdout=theirs, cwd=self.folder,
                               env=env, stdin=subprocess.DEVNULL)
                os.close(theirs)
                seen = os.read(ours, 65536)
                os.close(ours)
                self.assertEqual(b"\x1b[" in seen, coloured)

    def test_symbols_are_ascii_outside_utf8(self):
        self.write("good.cond", '{"a": 1}')
        done = self.tamis("lint", "good.cond", env=environment(LC_ALL="C"))
        self.assertTrue(done.out.isascii(), done.out)


class Completions(CommandTest):
    def test_scripts_parse_and_know_every_command(self):
        for shell, check in [("bash", ["bash", "-n"]), ("zsh", ["zsh", "-n"]),
                             ("fish", ["fish", "--no-execute"])]:
            with self.subTest(shell):
                script = self.tamis("completions", shell).out
                for words in commands():
                    for word in words:
                        self.assertIn(word, script)
                path = self.write("script", script)
                try:
                    done = subprocess.run([*check, path], capture_output=True, text=True)
                except FileNotFoundError:
                    continue
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_bash_completes(self):
        script = self.write("script", self.tamis("completions", "bash").out)
        for line, wanted in [("tamis li", "lint"), ("tamis lint --format s", "sarif"),
                             ("tamis schema ch", "check"), ("tamis lint --sch", "--schema")]:
            with self.subTest(line):
                words = line.split(" ")
                ask = (f"source {script}; COMP_WORDS=({' '.join(words)}); "
                       f"COMP_CWORD={len(words) - 1}; _tamis; echo \"${{COMPREPLY[@]}}\"")
                done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True,
                                      cwd=self.folder)
                self.assertEqual(done.stdout.split(), [wanted], done.stderr)


if __name__ == "__main__":
    unittest.main()
