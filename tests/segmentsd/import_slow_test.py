"""An import whose client sends too slowly, which takes as long as the service waits for one."""
import json
import socket
import time
import unittest

from service import ServiceTest

MIB = 1 << 20


class SlowImportTest(ServiceTest):
    def import_of(self, begin, drip):
        """What becomes of an import that begins so, and then sends `drip` twice a second."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.addCleanup(connection.close)
        connection.sendall(
            f"POST /v1/contacts/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\n"
            f"Content-Type: application/x-ndjson\r\nContent-Length: {60 * MIB}\r\n\r\n".encode())
        connection.sendall(begin)
        connection.settimeout(0.5)
        text = b""
        while True:
            try:
                part = connection.recv(65536)
            except TimeoutError:
                connection.sendall(drip)
                continue
            if not part:
                break
            text += part
        self.assertTrue(text.startswith(b"HTTP/1.1 408 "), text[:100])
        error = json.loads(text.partition(b"\r\n\r\n")[2])["error"]
        self.assertEqual(error["code"], "REQUEST_TIMEOUT")
        return error["details"]["lines"]

    def test_slow_imports_end(self):
        lines = b"".join(b'{"email": "%d@x.fi"}\n' % i for i in range(500))
        self.assertEqual(self.import_of(lines, b"\n"), 500)
        # Much that came fast does not make a long silence right.
        begun = time.monotonic()
        self.assertEqual(self.import_of(lines + b" " * (20 * MIB), b""), 500)
        self.assertLess(time.monotonic() - begun, 100)


if __name__ == "__main__":
    unittest.main()
