"""Databases of earlier and of later versions, the former made by the very steps of migrations.cc."""
import pathlib
import re
import sqlite3
import subprocess
import unittest

from service import SEGMENTSD, ServiceTest

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "tools/segmentsd/store/migrations.cc"
STEPS = re.findall(r'R"sql\((.*?)\)sql"', SOURCE.read_text(), re.DOTALL)


class MigrationTest(ServiceTest):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "segments.db"
        self.create("/v1/contact-properties", {"name": "score", "type": "NUMBER", "defaultValue": 5})
        topic = self.create("/v1/topics", {"name": "News"})["id"]
        for i, country in enumerate(["FI", "FI", "SE"]):
            self.create("/v1/contacts", {"email": f"{i}@x.fi", "country": country, "topics": [topic]})
        for conditions in ({"country": "FI"}, {"score": {"$gte": 5}}, {"subscribedToTopic": [topic]},
                           {"createdAt": {"$gte": "now-1d"}}):
            segment = self.create("/v1/segments", {"name": "s", "conditions": conditions})["id"]
        self.ok("PUT", "/v1/segments/" + segment, {"conditions": {"country": "SE"}})
        self.create("/v1/campaigns", {"name": "c", "segmentId": segment, "state": "active"})
        self.kept = {"headers": {"Idempotency-Key": "once"}}
        self.create("/v1/topics", {"name": "Offers"}, **self.kept)
        self.pages = self.read()

    def read(self):
        paths = [f"/v1/{name}" for name in ("segments", "contacts", "topics", "contact-properties",
                                            "campaigns")]
        paths += [f"/v1/segments/{s['id']}/{part}" for s in self.ok("GET", "/v1/segments")["data"]
                  for part in ("contacts", "history")]
        return {path: self.ok("GET", path) for path in paths}

    def rows(self, script):
        database = sqlite3.connect(self.path)
        try:
            return database.execute(script).fetchall()
        finally:
            database.close()

    def make_earlier(self, version):
        """The file becomes one of that version, with the rows of today."""
        today = self.path.rename(self.folder / "today.db")
        database = sqlite3.connect(self.path, isolation_level=None)
        database.execute("ATTACH ? AS today", (str(today),))
        for step in STEPS[:version]:
            database.executescript(step)
        tables = [name for (name,) in database.execute(
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        for table in tables:
            columns = ", ".join(column for _, column, *_ in database.execute(
                f"PRAGMA main.table_info({table})"))
            database.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}")
        database.execute(f"PRAGMA main.user_version = {version}")
        database.close()
        today.unlink()
        return tables

    def test_earlier_versions(self):
        schema = "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2"
        newest = self.rows(schema)
        self.assertGreater(len(STEPS), 1)
        for version in range(1, len(STEPS)):
            with self.subTest(version=version):
                self.assertEqual(self.stop(), 0)
                self.assertGreater(len(self.make_earlier(version)), 10)
                self.assertNotEqual(self.rows(schema), newest)
                self.start()
                self.assertEqual(self.rows("PRAGMA user_version"), [(len(STEPS),)])
                self.assertEqual(self.rows(schema), newest)
                self.assertEqual(self.rows("PRAGMA integrity_check"), [("ok",)])
                self.assertEqual(self.rows("PRAGMA foreign_key_check"), [])
                self.assertEqual(self.read(), self.pages)
                self.assertIn("has the members that match", self.command("verify"))
                # The answer that was kept, not a conflict of slugs.
                self.create("/v1/topics", {"name": "Offers"}, **self.kept)
                self.ok("PUT", "/v1/segments/" + self.pages["/v1/segments"]["data"][0]["id"],
                        {"conditions": {"country": "SE"}})
                self.pages = self.read()

    def test_the_commands_migrate_too(self):
        self.assertEqual(self.stop(), 0)
        self.make_earlier(1)
        self.assertIn("has the members that match", self.command("verify"))
        self.assertEqual(self.rows("PRAGMA user_version"), [(len(STEPS),)])

    def test_a_later_version_is_left_alone(self):
        self.assertEqual(self.stop(), 0)
        self.rows(f"PRAGMA user_version = {len(STEPS) + 1}")
        for mode in ("wal", "delete"):
            self.rows(f"PRAGMA journal_mode = {mode}")
            before = {file.name: file.read_bytes() for file in self.folder.glob("segments.db*")}
            for arguments in (["--listen", "127.0.0.1:0"], ["verify"], ["keys", "list"],
                              ["keys", "create", "--workspace", "acme", "--scope", "read:topics"]):
                with self.subTest(mode=mode, arguments=arguments):
                    done = subprocess.run([SEGMENTSD, "--db", str(self.path), *arguments],
                                          capture_output=True, text=True, timeout=60)
                    self.assertEqual(
                        (done.returncode, done.stdout, done.stderr),
                        (1, "", f"segmentsd: {self.path}: the database is of version "
                         f"{len(STEPS) + 1}; this program knows {len(STEPS)} and earlier\n"))
                    self.assertEqual({f.name: f.read_bytes() for f in self.folder.glob("segments.db*")},
                                     before)


if __name__ == "__main__":
    unittest.main()
