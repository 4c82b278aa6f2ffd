"""Export, backup and the demo: what they write can be read again, and is whole or not there."""
import json
import resource
import sqlite3
import subprocess
import threading
import unittest

from service import SEGMENTSD, ServiceTest


class DataTest(ServiceTest):
    def setUp(self):
        super().setUp()
        self.create("/v1/contacts", {"email": "plain@x.fi"})  # before there were defaults
        for name, more in [("score", {"type": "NUMBER"}), ("plan", {"type": "STRING"}),
                           ("joined", {"type": "DATE"}), ("vip", {"type": "BOOLEAN", "defaultValue": True})]:
            self.create("/v1/contact-properties", {"name": name, **more})
        self.news = self.create("/v1/topics", {"name": "News", "defaultOptIn": True})["id"]
        self.offers = self.create("/v1/topics", {"name": "Offers"})["id"]
        self.create("/v1/contacts", {
            "email": "full@x.fi", "firstName": "Åse \"x\"", "lastName": "x\u2028y", "city": "a\nb",
            "phone": "1", "country": "FI", "timezone": "Europe/Oslo", "status": "UNSUBSCRIBED",
            "subscribedAt": "2020-02-29", "unsubscribedAt": "2021-01-01T10:00:00.250+02:00",
            "properties": {"score": 0.1, "plan": "𝄞", "joined": "1969-12-31", "vip": False},
            "topics": [{"id": self.offers, "state": "UNSUBSCRIBED"}]})
        for i, score in enumerate([1, -2.5, 1e300, 9007199254740993]):
            self.create("/v1/contacts", {"email": f"{i}@x.fi", "properties": {"score": score}})
        self.segments = [
            "/v1/segments/" + self.create("/v1/segments", {"name": "s", "conditions": c})["id"]
            for c in ({"score": 9007199254740993}, {"vip": True}, {"subscribedToTopic": [self.news]},
                      {"joined": {"$lt": "1970-01-01"}}, {"status": "SUBSCRIBED"})]

    def export(self, *arguments):
        return self.command("export", "--workspace", "acme", *arguments)

    def member_counts(self):
        return [self.ok("GET", path)["memberCount"] for path in self.segments]

    def files(self):
        return sorted(file.name for file in self.folder.iterdir() if not file.name.startswith("segments.db"))

    def test_a_line(self):
        lines = self.export().split("\n")
        self.assertEqual(json.loads(lines[1]), {
            "email": "full@x.fi", "firstName": "Åse \"x\"", "lastName": "x\u2028y", "city": "a\nb",
            "phone": "1", "country": "FI", "timezone": "Europe/Oslo", "status": "UNSUBSCRIBED",
            "subscribedAt": "2020-02-29T00:00:00.000Z", "unsubscribedAt": "2021-01-01T08:00:00.250Z",
            "properties": {"score": 0.1, "plan": "𝄞", "joined": "1969-12-31T00:00:00.000Z", "vip": False},
            "topics": sorted([{"id": self.offers, "state": "UNSUBSCRIBED"},
                              {"id": self.news, "state": "SUBSCRIBED"}], key=lambda t: t["id"])})
        plain = json.loads(lines[0])
        self.assertEqual(plain["properties"], {"joined": None, "plan": None, "score": None, "vip": None})
        self.assertEqual(plain["topics"], [{"id": self.news, "state": "UNSUBSCRIBED"}])

    def test_round_trip(self):
        """Into an empty workspace, and over contacts that have changed meanwhile."""
        before, counts = self.export(), self.member_counts()
        self.assertEqual(counts, [1, 4, 5, 1, 5])
        contacts = ["/v1/contacts/" + c["id"] for c in self.ok("GET", "/v1/contacts")["data"]]
        for why, lost, change in [
                # A line cannot say that nothing was said of a topic.
                ("changed", {"topics"}, lambda path: self.ok("PUT", path, {
                    "city": "Oulu", "country": None, "status": "BOUNCED", "properties": {
                        "score": 1, "plan": "x", "vip": None}, "topics": [self.offers, self.news]})),
                ("gone", set(), lambda path: self.ok("DELETE", path))]:
            with self.subTest(why):
                for path in contacts:
                    change(path)
                self.assertNotEqual(self.export(), before)
                self.run_command("import", "--workspace", "acme", input=before)
                known = lambda text: [{key: value for key, value in json.loads(line).items()
                                       if key not in lost} for line in text.split("\n")[:-1]]
                self.assertEqual(known(self.export()), known(before))
                self.command("verify")
        self.assertEqual(self.export(), before)
        self.assertEqual(self.member_counts(), counts)

    def test_files(self):
        """Whole in its place, or not there, and nothing beside it."""
        made, other = self.folder / "made", self.folder / "other"
        for command, option in [(["export", "--workspace", "acme"], "--to"), (["backup"], None)]:
            write = lambda path, *more, status=0, **options: self.run_command(
                *command, *([option] if option else []), str(path), *more, status=status, **options)
            with self.subTest(command[0]):
                write(made)
                first = made.read_bytes()
                self.assertIn("made is there already; --force", write(made, status=1).stderr)
                self.assertEqual(made.read_bytes(), first)
                self.create("/v1/contacts", {"email": f"{command[0]}@x.fi"})
                write(made, "--force")
                self.assertNotEqual(made.read_bytes(), first)
                made.unlink()
                before = self.files()
                self.assertIn("No such file", write(self.folder / "no/made", status=1).stderr.replace(
                    "unable to open database file", "No such file"))
                limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
                done = write(other, status=1, preexec_fn=limit, restore_signals=False)
                self.assertIn("segmentsd: ", done.stderr)
                self.assertEqual(self.files(), before)
        with open("/dev/full", "wb") as full:
            done = self.run_command("export", "--workspace", "acme", status=1, capture_output=False,
                                    stdout=full, stderr=subprocess.PIPE)
        self.assertIn("No space left", done.stderr)
        self.run_command("export", "--workspace", "amce", status=1)

    def test_backup_of_what(self):
        database = self.folder / "segments.db"
        before = self.dump()
        self.assertIn("is the database itself", self.run_command(
            "backup", str(database), "--force", status=1).stderr)
        copy = self.folder / "copy.db"
        self.command("backup", str(copy))
        open_copy = sqlite3.connect(copy)
        self.addCleanup(open_copy.close)
        open_copy.execute("INSERT INTO workspaces (name, revision) VALUES ('x', 'x')")
        open_copy.commit()
        self.assertIn("in use", self.run_command("backup", str(copy), "--force", status=1).stderr)
        self.assertEqual(self.dump(), before)

    def test_backup_while_others_write(self):
        stop, acknowledged, faults = threading.Event(), [], []

        def write():
            try:
                while not stop.is_set():
                    email = f"w{len(acknowledged)}@x.fi"
                    self.create("/v1/contacts", {"email": email, "properties": {"score": 1}})
                    self.ok("PUT", self.segments[0], {"conditions": {"score": len(acknowledged) % 2}})
                    acknowledged.append(email)
            except BaseException as fault:
                faults.append(fault)
        writing = threading.Thread(target=write)
        writing.start()
        for i in range(6):
            with self.subTest(i):
                known = set(acknowledged)
                copy = self.folder / f"copy{i}.db"
                self.command("backup", str(copy))
                done = subprocess.run([SEGMENTSD, "--db", str(copy), "--clock-file", str(self.clock),
                                       "verify"], capture_output=True, text=True, timeout=60)
                self.assertEqual(done.returncode, 0, done.stdout)
                database = sqlite3.connect(copy)
                self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
                found = {email for email, in database.execute("SELECT email FROM contacts")}
                database.close()
                self.assertLessEqual(known, found)
        stop.set()
        writing.join()
        self.assertEqual(faults, [])
        self.assertGreater(len(acknowledged), 6)


if __name__ == "__main__":
    unittest.main()
