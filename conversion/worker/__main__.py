"""The converter process, see `base.jobs.worker`."""

from pathlib import Path
from typing import Any

from base.jobs.worker import Progress, serve


def do(folder: Path, job: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    """Run an export or an import, depending on the job's `kind`."""
    if job["kind"] == "export":
        from conversion.worker.export import export

        return export(folder, job["format"], job["dataset"]).to_dict()
    if job["kind"] == "import":
        from conversion.worker.import_model import import_model

        return import_model(folder, job["pixels"])
    raise ValueError(f"There is no such job. Received: {job['kind']!r}.")


if __name__ == "__main__":
    serve(do)
