"""A worker that trains: `python -m training.worker tcp://10.0.0.5:8786` serves a scheduler on this or another machine.

The embedded cluster's worker is the same.
"""

import argparse
import asyncio

from training.worker.nanny import new_worker


async def serve(scheduler: str) -> None:
    """Run a worker until its scheduler ends."""
    async with new_worker(scheduler) as nanny:
        await nanny.finished()


def main() -> None:
    """Run a worker until its scheduler ends, or Ctrl+C."""
    parser = argparse.ArgumentParser(prog="python -m training.worker", description=__doc__.splitlines()[0])
    parser.add_argument("scheduler", help="address of a Dask scheduler, e.g. tcp://10.0.0.5:8786")
    asyncio.run(serve(parser.parse_args().scheduler))


if __name__ == "__main__":
    main()
