"""The `curl` commands of the documentation, against a service with a demo in it."""
import os
import pathlib
import re
import subprocess
import unittest

from service import ServiceTest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "docs/http/running.md"]
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CURL = re.compile(r"^(?:gzip [^\n]*\n  )?curl (?:[^\n]*\\\n)*[^\n]*$", re.MULTILINE)


class RunningTest(ServiceTest):
    def test_commands(self):
        printed = self.command("demo", "--contacts", "500")
        key = re.search(r"Bearer (sk_\w+)'", printed)[1]
        for page in PAGES:
            commands = [command for block in BLOCK.findall(page.read_text())
                        for command in CURL.findall(block)]
            self.assertTrue(commands, page)
            for command in commands:
                with self.subTest(command):
                    here = command.replace("127.0.0.1:8080", f"127.0.0.1:{self.port}")
                    self.assertNotEqual(here, command)
                    done = subprocess.run(
                        ["bash", "-c", here + " --silent --show-error --fail"], text=True, timeout=60,
                        capture_output=True, cwd=ROOT / "docs/examples",
                        env={**os.environ, "KEY": key})
                    self.assertEqual((done.returncode, done.stderr), (0, ""))
                    self.assertTrue(done.stdout)


if __name__ == "__main__":
    unittest.main()
