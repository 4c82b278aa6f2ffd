"""`kill -9` while several writers write: what was acknowledged is there, nothing is there by half."""
import http.client
import itertools
import json
import random
import signal
import socket
import sqlite3
import subprocess
import threading

from service import ServiceTest

WRITERS = 4
CITIES = ["Oulu", "Turku", "Vaasa"]


class Writer:
    """Writes to objects of its own. Of each it knows the states that it may be found in: the one
    acknowledged last, and the one that was on its way when the service died."""

    def __init__(self, test, number):
        self.test, self.random = test, random.Random(number)
        self.count = 0
        self.acknowledged = 0
        self.name = f"w{number}"
        self.topic = test.create("/v1/topics", {"name": self.name})["id"]
        self.segment = test.create("/v1/segments", self.segment_body(0))["id"]
        self.contact = test.create("/v1/contacts", self.contact_body(0))["id"]
        self.states = {"/v1/segments/" + self.segment: [self.segment_body(0)],
                       "/v1/contacts/" + self.contact: [self.contact_body(0)]}

    def segment_body(self, step):
        return {"name": f"{self.name} {step}", "description": f"step {step}",
                "conditions": {"$or": [{"city": CITIES[step % 3]}, {"score": step}]}}

    def contact_body(self, step):
        return {"email": f"{self.name}@x.fi", "firstName": f"step {step}",
                "city": CITIES[step % 3], "properties": {"score": step},
                "topics": [{"id": self.topic, "state": ["SUBSCRIBED", "UNSUBSCRIBED"][step % 2]}]}

    def write(self):
        """One write; False when the service died."""
        self.count += 1
        path = self.random.choice(list(self.states))
        if path.startswith("/v1/segments/"):
            return self.change(path, "PUT", self.segment_body(self.count))
        if path.endswith(self.contact):
            return self.change(path, "PUT", self.contact_body(self.count))
        return self.change(path, "DELETE", None)

    def create(self):
        """Contacts of a number each; one whose answer is lost may be there or not."""
        self.count += 1
        email = f"{self.name}-{self.count}@x.fi"
        body = {**self.contact_body(self.count), "email": email}
        answer = self.try_send("POST", "/v1/contacts", body)
        if answer is None:
            self.lost = body
            return False
        self.test.assertEqual(answer.status, 201, answer.bytes)
        self.states["/v1/contacts/" + answer.json["id"]] = [body]
        return True

    def change(self, path, method, body):
        self.states[path].append(body)
        answer = self.try_send(method, path, body)
        if answer is None:
            return False
        self.test.assertEqual(answer.status, 200, answer.bytes)
        self.states[path] = [body]
        if body is None:
            del self.states[path]
            self.gone.add(path)
        return True

    def try_send(self, method, path, body):
        try:
            answer = self.test.send(method, path, body)
        except (OSError, http.client.HTTPException, ValueError):
            return None
        self.acknowledged += 1
        return answer

    def run(self):
        self.lost, self.gone, self.fault = None, set(), None
        try:
            while (self.create if self.random.random() < 0.3 else self.write)():
                pass
        except BaseException as fault:
            self.fault = fault

    def check(self):
        """After the restart."""
        if self.fault is not None:
            raise self.fault
        for path in self.gone:
            self.test.assertEqual(self.test.send("GET", path).status, 404, path)
        for path, states in list(self.states.items()):
            answer = self.test.send("GET", path)
            found = None if answer.status == 404 else self.known(answer.json)
            self.test.assertIn(found, states, path)
            self.states[path] = [found]
            if found is None:
                del self.states[path]
        if self.lost is not None:
            found = self.test.ok("POST", "/v1/contacts/search",
                                 {"conditions": {"email": self.lost["email"]}})["data"]
            for contact in found:
                self.test.assertEqual(self.known(contact), self.lost)
                self.states["/v1/contacts/" + contact["id"]] = [self.lost]

    @staticmethod
    def known(found):
        if found["object"] == "segment":
            return {key: found[key] for key in ("name", "description", "conditions")}
        topics = [{"id": t["id"], "state": t["state"]} for t in found["topics"]]
        return {**{key: found[key] for key in ("email", "firstName", "city")},
                "properties": {"score": found["properties"]["score"]}, "topics": topics}


class ImportCrashTest(ServiceTest):
    """Of an import without end that is killed there are whole lines, from the first to some line,
    and their members."""

    def setUp(self):
        super().setUp()
        self.create("/v1/contact-properties", {"name": "score", "type": "NUMBER"})
        self.topic = self.create("/v1/topics", {"name": "News"})["id"]
        for conditions in ({"score": {"$lt": 50}}, {"subscribedToTopic": [self.topic]}):
            self.create("/v1/segments", {"name": "s", "conditions": conditions})

    def lines(self, first, last):
        return "".join(json.dumps({"email": f"{i}@x.fi", "properties": {"score": i % 100},
                                   "topics": [self.topic]}) + "\n" for i in range(first, last)).encode()

    def count(self, what="count(*)", table="contacts"):
        database = sqlite3.connect(self.folder / "segments.db")
        try:
            return database.execute(f"SELECT {what} FROM {table}").fetchone()[0]
        finally:
            database.close()

    def stored(self):
        count = self.count()
        self.assertEqual(self.count("max(CAST(email AS INTEGER))"), count - 1 if count else None)
        for table in ("contact_values", "contact_topics"):
            self.assertEqual(self.count(table=table), count)
        self.assertEqual(count % 500, 0)
        self.command("verify")
        return count

    def send_until(self, target, send, kill):
        """Lines from the first on, until so many contacts are there."""
        def feed():
            try:
                for first in itertools.count(step=100):
                    send(self.lines(first, first + 100))
            except OSError:
                pass
        feeding = threading.Thread(target=feed)
        feeding.start()
        while self.count() < target:
            threading.Event().wait(0.002)
        kill()
        feeding.join()

    def kill_command(self, target):
        process = subprocess.Popen(self.arguments("import", "--workspace", "acme"),
                                   stdin=subprocess.PIPE, bufsize=0)

        def kill():
            process.kill()
            process.wait()
        self.send_until(target, process.stdin.write, kill)
        process.stdin.close()

    def kill_service(self, target):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection.sendall(
            f"POST /v1/contacts/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\n"
            f"Content-Type: application/x-ndjson\r\nContent-Length: {64 << 20}\r\n\r\n".encode())
        self.send_until(target, connection.sendall, lambda: self.stop(signal.SIGKILL))
        connection.close()
        self.start()

    def crash_imports(self, times):
        more = random.Random(times)
        for round_number in range(times):
            for kill in (self.kill_command, self.kill_service):
                with self.subTest(kill=kill.__name__, round=round_number):
                    target = self.stored() + more.randrange(1, 1000)
                    kill(target)
                    self.assertGreaterEqual(self.stored(), target)
        whole = self.stored() + 500
        self.run_command("import", "--workspace", "acme", input=self.lines(0, whole), text=False)
        self.assertEqual(self.stored(), whole)


class CrashTest(ServiceTest):
    def crash(self, times):
        self.create("/v1/contact-properties", {"name": "score", "type": "NUMBER"})
        writers = [Writer(self, i) for i in range(WRITERS)]
        moments = random.Random(times)
        for round_number in range(times):
            with self.subTest(round=round_number):
                threads = [threading.Thread(target=writer.run) for writer in writers]
                for thread in threads:
                    thread.start()
                threading.Event().wait(moments.uniform(0, 0.15))
                self.assertEqual(self.stop(signal.SIGKILL), -signal.SIGKILL)
                for thread in threads:
                    thread.join()
                self.command("verify")
                self.start()
                for writer in writers:
                    writer.check()
        acknowledged = sum(writer.acknowledged for writer in writers)
        self.assertGreater(acknowledged, times)
        return acknowledged
