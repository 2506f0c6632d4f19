"""Save verdicts and print their ids: `python -m tests.feedback.save_verdicts VISITOR COUNT`."""

import sys

import feedback
from base.errors import TooManyVerdictsError
from tests.feedback.samples import verdict


def main() -> None:
    """Agree, and save as many verdicts as requested, up to the limit."""
    visitor, count = sys.argv[1], int(sys.argv[2])
    feedback.agree(visitor)
    for _ in range(count):
        try:
            print(feedback.save(visitor, verdict()), flush=True)
        except TooManyVerdictsError:
            print("enough", flush=True)
            break


if __name__ == "__main__":
    main()
