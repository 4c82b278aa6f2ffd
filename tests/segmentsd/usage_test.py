"""What a mistake on the service's command line is answered, and that nothing is lost unseen."""
import os
import subprocess
import unittest

from service import SEGMENTSD, ServiceTest

KEY = ["keys", "create", "--workspace", "acme", "--scope", "read:contacts"]


class UsageTest(ServiceTest):
    def test_mistakes_are_named(self):
        for arguments, said in [
            (["frob"], "the following argument was not expected: frob"),
            (["keys"], "a subcommand is required"),
            (["demo", "--contacts", "0"], "`0` is no whole number from 1 to 1000000000"),
            (["demo", "--contacts", "5x"], "`5x` is no whole number"),
            (["--max-connections", "0"], "`0` is no whole number"),
            (["--rate-per-minute", "-1"], "`-1` is no whole number from 0"),
            (["--listen", "127.0.0.1:80x"], "`127.0.0.1:80x` is not HOST:PORT"),
            ([*KEY, "--days", "-5"], "`-5` is no whole number from 0 to 36500"),
            ([*KEY, "--days", "99999999999999"], "`99999999999999` is no whole number"),
            ([*KEY, "read:all"], "`read:all` is none of read:contacts, write:contacts"),
            (["keys", "create", "--workspace", " ", "--scope", "read:contacts"],
             "a name must not be blank"),
        ]:
            with self.subTest(arguments):
                done = self.run_command(*arguments, status=2)
                self.assertIn(said, done.stderr)
                self.assertTrue(done.stderr.startswith("segmentsd: "), done.stderr)
        self.assertEqual(len(self.command("keys", "list").splitlines()), 1)

    def run_on(self, database, *arguments):
        return subprocess.run([SEGMENTSD, *arguments, "--db", str(self.folder / database)],
                              capture_output=True, text=True, timeout=60)

    def test_a_file_that_is_no_database_is_named(self):
        (self.folder / "notes.txt").write_text("no database at all" * 100)
        done = self.run_on("notes.txt", "keys", "list")
        self.assertEqual(done.returncode, 1)
        self.assertIn("notes.txt: file is not a database", done.stderr)

    def test_the_database_may_be_named_behind_the_command(self):
        for arguments in (["demo", "--contacts", "10"], ["keys", "list"]):
            done = self.run_on("other.db", *arguments)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_a_key_that_cannot_be_printed_is_an_error(self):
        with open("/dev/full", "wb") as full:
            done = self.run_command(*KEY, status=1, capture_output=False, stdout=full,
                                    stderr=subprocess.PIPE)
        self.assertIn("No space left on device", done.stderr)

    def test_names_are_shown_not_sent_to_the_terminal(self):
        self.create_key("a\x1b[31m", ["read:contacts"])
        self.assertNotIn("\x1b", self.command("keys", "list"))


if __name__ == "__main__":
    unittest.main()
