"""A disk without room, a small tmpfs: what was acknowledged is there, and the rest is answered 503.

The script runs in a mount namespace of its own, and is skipped where none may be made. What a limit
on the size of files does, which needs no rights, is in trouble_test.py.
"""
import http.client
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import unittest

from service import ServiceTest

INSIDE = "TAMIS_MOUNTS"  # set in the namespace
SKIPPED = 77  # so CTest counts it
NAMESPACE = ["unshare", "--map-root-user", "--mount"]
WRITERS = 3
REFUSALS = 3  # after so many of its own a writer has seen the disk full


class Writer:
    def __init__(self, test, name):
        self.test, self.name = test, name
        self.acknowledged, self.refused, self.tried, self.fault = [], [], 0, None
        self.full = threading.Event()

    def email(self, number):
        return f"{self.name}-{number}@x.fi"

    def run(self):
        """Until the service dies."""
        try:
            while True:
                self.tried += 1
                email = self.email(self.tried)
                answer = self.test.send("POST", "/v1/contacts", {
                    "email": email, "country": "FI", "city": "x" * 100, "topics": [self.test.topic]})
                if answer.status == 201:
                    self.acknowledged.append(email)
                    continue
                self.refused.append((answer.status, answer.code, answer.headers["Retry-After"]))
                if len(self.refused) >= REFUSALS:
                    self.full.set()
        except (OSError, http.client.HTTPException, ValueError):
            pass
        except BaseException as fault:
            self.fault = fault
        self.full.set()


class FullDiskTest(ServiceTest):
    DATABASE = "disk/segments.db"

    def prepare(self):
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", self.disk], check=True)
        self.addCleanup(subprocess.run, ["umount", self.disk], check=True)

    def setUp(self):
        super().setUp()
        self.topic = self.create("/v1/topics", {"name": "News"})["id"]
        self.segments = ["/v1/segments/" + self.create("/v1/segments", {
            "name": "s", "conditions": conditions})["id"]
            for conditions in ({"country": "FI"}, {"subscribedToTopic": [self.topic]})]

    def fill_until_full_and_kill(self, name):
        writers = [Writer(self, f"{name}{i}") for i in range(WRITERS)]
        threads = [threading.Thread(target=writer.run) for writer in writers]
        for thread in threads:
            thread.start()
        for writer in writers:
            writer.full.wait(timeout=120)
        self.assertLess(shutil.disk_usage(self.disk).free, 64 << 10)
        self.assertEqual(self.ok("GET", "/healthz", key=None), {"status": "ok"})
        self.ok("GET", "/v1/contacts?limit=100")  # readers go on
        self.assertEqual(self.stop(signal.SIGKILL), -signal.SIGKILL)
        for thread in threads:
            thread.join()
        return writers

    def stored(self):
        database = sqlite3.connect(self.folder / self.DATABASE)
        try:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            contacts = {email for email, in database.execute("SELECT email FROM contacts")}
            self.assertEqual(database.execute("SELECT count(*) FROM contact_topics").fetchone(),
                             (len(contacts),))
            return contacts
        finally:
            database.close()

    def check(self, writer, stored):
        if writer.fault is not None:
            raise writer.fault
        self.assertEqual(set(writer.refused), {(503, "SERVICE_UNAVAILABLE", "1")})
        self.assertLessEqual(set(writer.acknowledged), stored)
        # But for the one on its way when the service died, nothing that was refused is there.
        more = {email for email in stored if email.startswith(writer.name + "-")}
        self.assertLessEqual(more - set(writer.acknowledged), {writer.email(writer.tried)})

    def test_it_fills_up(self):
        for name, ballast in [("a", 1_500_000), ("b", 1_000_003), ("c", 400_001)]:
            with self.subTest(ballast=ballast):
                (self.disk / "ballast").write_bytes(bytes(ballast))
                writers = self.fill_until_full_and_kill(name)
                self.start()  # on the full disk
                stored = self.stored()
                for writer in writers:
                    self.check(writer, stored)
                self.command("verify")
                for segment in self.segments:
                    self.assertEqual(self.ok("GET", segment)["memberCount"], len(stored))
                (self.disk / "ballast").unlink()
                self.create("/v1/contacts", {"email": f"after-{name}@x.fi", "country": "FI",
                                             "topics": [self.topic]})
                self.assertEqual(self.ok("GET", self.segments[0])["memberCount"], len(stored) + 1)
                self.ok("PUT", self.segments[0], {"conditions": {"country": "FI"}})
                self.command("verify")


if __name__ == "__main__":
    if INSIDE not in os.environ:
        if subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode != 0:
            print("no mount namespace can be made here, so no disk of a test's own")
            sys.exit(SKIPPED)
        os.execvpe(NAMESPACE[0], [*NAMESPACE, sys.executable, *sys.argv], {**os.environ, INSIDE: "1"})
    unittest.main()
