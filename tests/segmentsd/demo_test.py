"""The workspace `demo`: the same contacts every time, all or none, and printed commands that work."""
import json
import re
import signal
import sqlite3
import subprocess
import threading
import unittest

from service import ServiceTest


class DemoTest(ServiceTest):
    def demo(self, *arguments, status=0):
        return self.run_command("demo", *(arguments or ("--contacts", "2000")), status=status)

    def exported(self):
        """With topics' names, since their ids are others each time."""
        database = sqlite3.connect(self.folder / "segments.db")
        names = dict(database.execute("SELECT id, name FROM topics"))
        database.close()
        contacts = [json.loads(line) for line in
                    self.command("export", "--workspace", "demo").splitlines()]
        for contact in contacts:
            contact["topics"] = sorted((names[t["id"]], t["state"]) for t in contact["topics"])
        return contacts

    def test_demo(self):
        printed = self.demo().stdout
        self.key = re.search(r"Bearer (sk_\w+)'", printed)[1]
        self.assertIn("has 2000 contacts and 12 segments", printed)
        segments = self.ok("GET", "/v1/segments?limit=100")["data"]
        self.assertEqual(len(segments), 12)
        for segment in segments:
            self.assertTrue(0 < segment["memberCount"] < 2000, segment)
        self.assertIn("every segment has", self.command("verify"))
        commands = re.findall(r"^  (curl (?:.*\\\n)*.*)$", printed, re.MULTILINE)
        self.assertEqual(len(commands), 2)
        for command in commands:
            with self.subTest(command):
                command = command.replace("127.0.0.1:8080", f"127.0.0.1:{self.port}")
                done = subprocess.run(["bash", "-c", command + " --fail --silent"], text=True,
                                      capture_output=True, timeout=60)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(json.loads(done.stdout)["data"])
        first = self.dump()
        self.assertIn("a workspace `demo` already", self.demo(status=1).stderr)
        self.assertEqual(self.dump(), first)

    def test_the_same_every_time(self):
        self.demo()
        first = self.exported()
        self.stop()
        for file in self.folder.glob("segments.db*"):
            file.unlink()
        self.demo()
        self.assertEqual(self.exported(), first)

    def test_a_start_takes_notes_of_what_the_tables_hold(self):
        """By which SQLite chooses its plans."""
        self.demo("--contacts", "10000")
        self.stop()
        self.start()
        database = sqlite3.connect(self.folder / "segments.db")
        noted = {table for table, in database.execute("SELECT tbl FROM sqlite_stat1")}
        database.close()
        self.assertLessEqual({"contacts", "contact_values", "contact_topics"}, noted)

    def test_a_kill_leaves_nothing(self):
        before = self.dump()
        process = subprocess.Popen(self.arguments("demo"), stdout=subprocess.DEVNULL)
        threading.Event().wait(0.2)
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.assertEqual(self.dump(), before)


if __name__ == "__main__":
    unittest.main()
