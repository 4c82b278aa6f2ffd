"""An import whose client sends too slowly, which takes as long as the service waits for one."""
import json
import socket
import unittest

from service import ServiceTest

MIB = 1 << 20


class SlowImportTest(ServiceTest):
    def test_a_slow_import_ends(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.addCleanup(connection.close)
        connection.sendall(
            f"POST /v1/contacts/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\n"
            f"Content-Type: application/x-ndjson\r\nContent-Length: {2 * MIB}\r\n\r\n".encode())
        connection.sendall(b"".join(b'{"email": "%d@x.fi"}\n' % i for i in range(500)))
        connection.settimeout(0.5)
        text = b""
        while True:
            try:
                part = connection.recv(65536)
            except TimeoutError:
                connection.sendall(b"\n")
                continue
            if not part:
                break
            text += part
        self.assertTrue(text.startswith(b"HTTP/1.1 408 "), text[:100])
        error = json.loads(text.partition(b"\r\n\r\n")[2])["error"]
        self.assertEqual((error["code"], error["details"]), ("REQUEST_TIMEOUT", {"lines": 500}))


if __name__ == "__main__":
    unittest.main()
