import unittest

import crash


class ShortCrashTest(crash.CrashTest):
    def test_kill(self):
        self.crash(10)


class ShortImportCrashTest(crash.ImportCrashTest):
    LINES = 8000

    def test_kill(self):
        self.crash_imports(2)


if __name__ == "__main__":
    unittest.main()
