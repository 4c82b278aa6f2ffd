import unittest

import model


class LongModelTest(model.ModelTest):
    """A test for each seed, since each begins with an empty database."""


def add(seed):
    setattr(LongModelTest, f"test_seed_{seed}", lambda self: self.walk(seed, 200))


for number in range(100, 160):
    add(number)

if __name__ == "__main__":
    unittest.main()
