"""POST /v1/contacts/import: lines in, a line of result for each out."""
import gzip
import http.client
import json
import socket
import threading
import unittest

import hostile
from service import SCOPES, Answer, ServiceTest

PATH = "/v1/contacts/import"
TYPE = {"Content-Type": "application/x-ndjson"}
MIB = 1 << 20


class Lines(Answer):
    """An answer of lines."""

    def __init__(self, response):
        super().__init__(response)
        self.type = response.headers["Content-Type"]
        self.lines = [json.loads(line) for line in self.bytes.splitlines()]


class ImportHttpTest(ServiceTest):
    def setUp(self):
        super().setUp()
        for name, kind in [("score", "NUMBER"), ("plan", "STRING")]:
            self.create("/v1/contact-properties", {"name": name, "type": kind})
        self.segment = "/v1/segments/" + self.create(
            "/v1/segments", {"name": "Finns", "conditions": {"country": "FI"}})["id"]

    def load(self, body, headers=()):
        """`body` is bytes, or an iterator of chunks."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.addCleanup(connection.close)
        connection.request("POST", PATH, body=body, encode_chunked=not isinstance(body, bytes),
                           headers={"Authorization": f"Bearer {self.key}", **TYPE, **dict(headers),
                                    **({} if isinstance(body, bytes) else
                                       {"Transfer-Encoding": "chunked"})})
        answer = Lines(connection.getresponse())
        self.assertEqual(self.document.check("POST", PATH, None, answer), [])
        return answer

    def test_a_line_for_each_line(self):
        known = self.create("/v1/contacts", {"email": "a@x.fi", "country": "SE"})
        answer = self.load(b'{"email": "A@x.fi", "country": "FI"}\n\n{"email": "b@x.fi"}\n{"email": 5}\n'
                           b'nonsense\n{"email": "b@x.fi", "country": "FI"}')
        self.assertEqual((answer.status, answer.type), (200, "application/x-ndjson"))
        first, second, third, fourth, last = answer.lines
        made = second["id"]
        self.assertEqual(first, {"line": 1, "id": known["id"], "result": "updated"})
        self.assertEqual(second, {"line": 3, "id": made, "result": "created"})
        self.assertEqual(third, {"line": 4, "error": {
            "type": "validation_error", "code": "VALIDATION_FAILED", "message": "`email` must be a string",
            "validationErrors": [{"field": "/email", "code": "INVALID_FIELD_TYPE",
                                  "message": "`email` must be a string"}]}})
        self.assertEqual((fourth["line"], fourth["error"]["code"]), (5, "INVALID_JSON"))
        self.assertEqual(last, {"line": 6, "id": made, "result": "updated"})
        self.assertEqual(self.ok("GET", "/v1/contacts/" + made)["country"], "FI")
        self.assertEqual(self.ok("GET", self.segment)["memberCount"], 2)
        self.command("verify")
        self.assertEqual(self.load(b"").lines, [])

    def test_mistakes_are_those_of_post(self):
        bodies = [json.dumps({"email": "n@x.fi", **{field: value}}).encode()
                  for path, field, values in hostile.WRONG_VALUES if path == "/v1/contacts"
                  for value in values]
        answer = self.load(b"\n".join(bodies))
        self.assertEqual(len(answer.lines), len(bodies))
        for line, body in zip(answer.lines, bodies):
            error = self.send("POST", "/v1/contacts", body).json["error"]
            del error["requestId"]
            self.assertEqual(line["error"], error)
        self.assertEqual(self.ok("GET", "/v1/contacts")["data"], [])

    def people(self, count):
        return [json.dumps({"email": f"{i}@x.fi", "country": ["FI", "SE"][i % 2], "city": "x" * 80}).encode()
                + b"\n" for i in range(count)]

    def test_beyond_the_limit_of_other_bodies(self):
        text = b"".join(self.people(12_000))
        self.assertGreater(len(text), MIB)
        for why, body, result in [("with a length", text, "created"),
                                  ("packed", gzip.compress(text), "updated"),
                                  ("in chunks", (text[i:i + 50_000] for i in range(0, len(text), 50_000)),
                                   "updated")]:
            with self.subTest(why):
                answer = self.load(body, {"Content-Encoding": "gzip"} if why == "packed" else {})
                self.assertEqual(answer.status, 200)
                self.assertEqual([line["line"] for line in answer.lines], list(range(1, 12_001)))
                self.assertEqual({line["result"] for line in answer.lines}, {result})
        self.assertEqual(self.ok("GET", self.segment)["memberCount"], 6000)
        self.command("verify")

    def test_refusals(self):
        poor = self.create_key("acme", [scope for scope in SCOPES if scope != "write:contacts"])
        for why, status, code, method, path, options in [
                ("no key", 401, "MISSING_API_KEY", "POST", PATH, {"key": None}),
                ("no scope", 403, "INSUFFICIENT_SCOPE", "POST", PATH, {"key": poor}),
                ("another method", 405, "METHOD_NOT_ALLOWED", "GET", PATH, {}),
                ("another type", 415, "UNSUPPORTED_MEDIA_TYPE", "POST", PATH,
                 {"headers": {"Content-Type": "application/json"}}),
                ("a parameter", 400, "INVALID_QUERY_PARAMETER", "POST", PATH + "?dryRun=true", {}),
                ("a key for the answer", 400, "INVALID_REQUEST", "POST", PATH,
                 {"headers": {**TYPE, "Idempotency-Key": "k"}})]:
            with self.subTest(why):
                body = b'{"email": "a@x.fi"}' if method == "POST" else None
                self.refused(why, status, code, method, path, body, **{"headers": TYPE, **options})
        self.assertEqual(self.ok("GET", "/v1/contacts")["data"], [])

    def connect(self, head=""):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.addCleanup(connection.close)
        connection.sendall((f"POST {PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\n"
                            f"Content-Type: application/x-ndjson\r\n{head}\r\n\r\n").encode())
        return connection

    def error(self, connection):
        """(status, code, lines that were kept) of what is said in the end."""
        text = b"".join(iter(lambda: connection.recv(65536), b""))
        error = json.loads(text.partition(b"\r\n\r\n")[2])["error"]
        return int(text.split()[1]), error["code"], error.get("details", {}).get("lines")

    def stored(self):
        return self.ok("POST", "/v1/contacts/search", {"conditions": {}})["total"]

    def test_what_came_before_the_end_stays(self):
        people = self.people(6000)
        connection = self.connect(f"Content-Length: {64 * MIB + 1}")
        self.assertEqual(self.error(connection), (413, "PAYLOAD_TOO_LARGE", 0))
        bomb = gzip.compress(b" " * (65 * MIB))
        connection = self.connect(f"Content-Encoding: gzip\r\nContent-Length: {len(bomb)}")
        connection.sendall(bomb)
        self.assertEqual(self.error(connection), (413, "PAYLOAD_TOO_LARGE", 0))
        connection = self.connect(f"Content-Length: {2 * MIB}")
        connection.sendall(b"".join(people))
        connection.shutdown(socket.SHUT_WR)
        status, code, lines = self.error(connection)
        self.assertEqual((status, code), (400, "INVALID_REQUEST"))
        self.assertEqual(lines, self.stored())
        self.assertGreater(lines, 5000)
        connection = self.connect("Transfer-Encoding: chunked")
        chunk = b"%x\r\n%s\r\n" % (4 * MIB, b'{"email": "a@x.fi"}\n' + b" " * (4 * MIB - 20))
        for _ in range(16):
            connection.sendall(chunk)
        connection.sendall(b"1\r\n \r\n")
        status, code, lines = self.error(connection)
        self.assertEqual((status, code), (413, "PAYLOAD_TOO_LARGE"))
        self.command("verify")

    def test_few_at_a_time(self):
        """Imports that wait for their clients leave the workers to others, and end with the service."""
        waiting = []
        for i in range(4):
            waiting.append(self.connect(f"Content-Length: {2 * MIB}"))
            waiting[-1].sendall(b"".join(self.people(500 * (i + 1))))
            while self.stored() < 500 * (i + 1):
                pass
        answer = self.refused("a fifth", 503, "SERVICE_UNAVAILABLE", "POST", PATH, b"", headers=TYPE)
        self.assertEqual(answer.headers["Retry-After"], "1")
        self.create("/v1/contacts", {"email": "other@x.fi"})
        for i, connection in enumerate(waiting):
            connection.shutdown(socket.SHUT_WR)
            self.assertEqual(self.error(connection), (400, "INVALID_REQUEST", 500 * (i + 1)))
        while self.send("POST", PATH, b"", headers=TYPE).status != 200:
            pass

    def test_a_stop_ends_it(self):
        people = self.people(500)
        connection = self.connect(f"Content-Length: {60 * MIB}")
        connection.sendall(b"".join(people))
        while not self.stored():
            pass

        def send():
            try:
                while True:
                    connection.sendall(b"".join(people))
            except OSError:
                pass
        sending = threading.Thread(target=send)
        sending.start()
        self.assertEqual(self.stop(), 0)
        connection.close()
        sending.join()
        self.start()
        self.assertEqual(self.stored(), 500)
        self.command("verify")


if __name__ == "__main__":
    unittest.main()
