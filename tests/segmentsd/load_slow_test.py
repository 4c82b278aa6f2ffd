import unittest

import load


class LongLoadTest(load.LoadTest):
    def test_load(self):
        print(self.load(60), "rounds")


if __name__ == "__main__":
    unittest.main()
