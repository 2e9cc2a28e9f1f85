"""What may be told of groups of people, worked out once for all notebooks of a run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from mcneval.run.kernels import set_variable
from mcneval.run.outcome import make_aside
from mcneval.study.load import Study, load_study
from mcneval.study.record import KEPT, keep_result


@contextmanager
def keep_protection(study: Study) -> Iterator[None]:
    """Work out what may be told, themes and codes side by side, for the kernels that begin inside.

    Nothing is worked out where the study hides nothing.
    """
    if not study.protects:
        yield
        return
    with make_aside() as folder, set_variable(KEPT, str(folder)):
        _work_out(study, folder)
        yield


def _work_out(study: Study, folder: Path) -> None:
    from mcneval.analysis.crossed import protect_codes, protect_themes
    from mcneval.disclosure.suppress import protect_register

    keep_result(study, folder, protect_register)
    # Two processes: neither of the two can make use of a second core.
    with ProcessPoolExecutor(1, get_context("spawn"), end_with_parent) as pool:
        themes = pool.submit(_keep_themes, study.folder, folder)
        keep_result(study, folder, protect_codes)
        themes.result()
    protect_themes(study)  # from the folder, for the audit


def end_with_parent() -> None:
    """End this process when the one that began it is gone: else it would wait for work for ever."""
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    Thread(target=wait, daemon=True).start()


def _keep_themes(source: Path, folder: Path) -> None:
    from mcneval.analysis.crossed import protect_themes

    keep_result(load_study(source), folder, protect_themes)
