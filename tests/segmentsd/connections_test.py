"""Clients that send slowly, without end, or not at all, over plain sockets."""
import email
import json
import socket
import threading
import time
import types
import unittest

from service import ServiceTest

REQUEST_MS = 1000


class ConnectionsTest(ServiceTest):
    OPTIONS = [*ServiceTest.OPTIONS, "--request-ms", str(REQUEST_MS), "--max-connections", "100",
               "--max-connections-per-address", "20"]

    def connect(self, address="127.0.0.1"):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20,
                                              source_address=(address, 0))
        self.addCleanup(connection.close)
        return connection

    def head(self, *lines, method="POST", path="/v1/segments"):
        return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x",
                            f"Authorization: Bearer {self.key}", "Content-Type: application/json",
                            *lines, "", ""]).encode()

    def answer(self, connection):
        """(status, code) of what the server says before it closes."""
        text = b""
        while part := connection.recv(65536):
            text += part
        head, _, body = text.partition(b"\r\n\r\n")
        while head.startswith(b"HTTP/1.1 100"):
            head, _, body = body.partition(b"\r\n\r\n")
        line, _, headers = head.partition(b"\r\n")
        status, headers = int(line.split()[1]), email.message_from_bytes(headers)
        envelope = json.loads(body)
        if status >= 400:
            self.assertEqual(envelope["error"]["requestId"], headers["X-Request-Id"])
            self.assertEqual(self.document.check_refusal(types.SimpleNamespace(
                status=status, headers=headers, bytes=body)), [])
        return status, envelope["error"]["code"] if status >= 400 else None

    def test_slow_requests_end(self):
        for why, begin, more in [
                ("slow headers", b"GET /v1/segments HTTP/1.1\r\n", b"a: b\r\n"),
                ("a slow body", self.head("Content-Length: 1000"), b"x"),
                ("a slow chunked body", self.head("Transfer-Encoding: chunked"), b"1\r\nx\r\n"),
                ("half a line", b"GET /v1/seg", b"")]:
            with self.subTest(why):
                connection = self.connect()
                connection.sendall(begin)
                stop = threading.Event()

                def drip():
                    while not stop.wait(0.05):
                        try:
                            connection.sendall(more)
                        except OSError:
                            return
                dripping = threading.Thread(target=drip)
                dripping.start()
                self.assertEqual(self.answer(connection), (408, "REQUEST_TIMEOUT"))
                stop.set()
                dripping.join()

    def test_too_large_at_once(self):
        """The answer comes while the client would go on sending."""
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        for why, begin, more in [
                ("an endless chunked body", self.head("Transfer-Encoding: chunked"), chunk * 20),
                ("a length", self.head("Content-Length: 1000000000000"), b"x"),
                ("one byte more", self.head(f"Content-Length: {(1 << 20) + 1}"), b"x"),
                ("one chunk without end", self.head("Transfer-Encoding: chunked"),
                 b"fffffff\r\n" + b"x" * (2 << 20))]:
            with self.subTest(why):
                connection = self.connect()
                connection.sendall(begin + more)
                self.assertEqual(self.answer(connection), (413, "PAYLOAD_TOO_LARGE"))

    def test_a_body_in_many_parts(self):
        """Its length in chunks is over the limit and its own is not, so a worker reads the rest."""
        name = b'"' + b"x" * 100 + b'"'
        body = b'{"name": ' + name + b', "conditions": {"country": "FI"}' + b" " * 1_000_000 + b"}"
        text = b"".join(b"%x\r\n%s\r\n" % (len(part), part)
                        for part in (body[i:i + 64] for i in range(0, len(body), 64)))
        self.assertGreater(len(text), 1 << 20)
        connection = self.connect()
        connection.sendall(self.head("Transfer-Encoding: chunked"))
        text += b"0\r\n\r\n"
        for begin, end in [(0, 1 << 20), (1 << 20, (1 << 20) + 3000), ((1 << 20) + 3000, None)]:
            connection.sendall(text[begin:end])
            time.sleep(0.02)
        self.assertEqual(self.answer(connection), (201, None))

    def test_heads(self):
        for why, sent, expected in [
                ("no end", b"GET / HTTP/1.1\r\na: " + b"b" * 40000, (431, "HEADERS_TOO_LARGE")),
                ("two lengths", self.head("Content-Length: 2", "Content-Length: 3") + b"{} ",
                 (400, "INVALID_REQUEST")),
                ("a length and chunks",
                 self.head("Content-Length: 2", "Transfer-Encoding: chunked") + b"0\r\n\r\n",
                 (400, "INVALID_REQUEST")),
                ("a negative length", self.head("Content-Length: -1"), (400, "INVALID_REQUEST")),
                ("a length of words", self.head("Content-Length: two"), (400, "INVALID_REQUEST")),
                ("no HTTP", b"hello\r\n\r\n", (400, "INVALID_REQUEST")),
                ("a broken chunk", self.head("Transfer-Encoding: chunked") + b"zz\r\n\r\n",
                 (400, "INVALID_REQUEST"))]:
            with self.subTest(why):
                connection = self.connect()
                connection.sendall(sent)
                self.assertEqual(self.answer(connection), expected)

    def test_continue(self):
        connection = self.connect()
        connection.sendall(self.head("Content-Length: 2", "Expect: 100-continue"))
        self.assertEqual(connection.recv(100), b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.sendall(b"{}")
        self.assertEqual(self.answer(connection), (422, "VALIDATION_FAILED"))

    def test_idle_connections_give_way(self):
        """200 of one address, then of ten: a request of theirs is answered all the same."""
        for addresses in (["127.0.0.2"], [f"127.0.1.{i}" for i in range(10)]):
            idle = [self.connect(addresses[i % len(addresses)]) for i in range(200)]
            for connection in idle[::2]:
                connection.sendall(b"GET /v1/segments HTTP/1.1\r\n")
            for address in ["127.0.0.1", addresses[0]]:
                connection = self.connect(address)
                connection.sendall(self.head(method="GET"))
                self.assertEqual(self.answer(connection), (200, None))
            self.assertEqual(self.answer(idle[0])[0], 429 if len(addresses) == 1 else 503)
            for connection in idle:
                connection.close()

    def test_too_many_of_one_address(self):
        """Requests at work give way to none; who comes then is told, and others are not."""
        import sqlite3
        lock = sqlite3.connect(self.folder / "segments.db", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        body = b'{"name": "x"}'
        busy = [self.connect() for _ in range(20)]
        for connection in busy:
            connection.sendall(self.head(f"Content-Length: {len(body)}", path="/v1/topics") + body)
        time.sleep(0.3)
        self.assertEqual(self.answer(self.connect()), (429, "RATE_LIMIT_EXCEEDED"))
        other = self.connect("127.0.0.2")
        other.sendall(self.head(method="GET"))
        self.assertEqual(self.answer(other), (200, None))
        lock.execute("ROLLBACK")
        lock.close()
        statuses = {self.answer(connection)[0] for connection in busy}
        self.assertEqual(statuses, {201, 409})

    def test_a_slow_reader_is_not_waited_for(self):
        for _ in range(20):
            self.create("/v1/segments", {"name": "x", "description": "y" * 500,
                                         "conditions": {"country": "FI"}})
        slow = [self.connect() for _ in range(15)]
        for connection in slow:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            connection.sendall(self.head(method="GET"))
        self.ok("GET", "/v1/segments")


if __name__ == "__main__":
    unittest.main()
