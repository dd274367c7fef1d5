"""A full disk refuses what it cannot hold, in French, tears nothing, and all works again once there is space."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import pytest

from services.embedded.gateway import GatewayLine
from services.embedded.owner import find_owner
from shared.clock import SystemClock
from shared.contracts.diagnostic import LogInterview
from shared.contracts.territories import NoteMilestone
from shared.errors import TerreauError
from shared.ids import new_id
from shared.messaging.caller import Caller
from tests.faults.embedded import EmbeddedHouse
from tests.faults.figures import FULL, Figures, times, workload
from tests.support.waiting import until

SIZE = "256m" if FULL else "32m"
WORLD = EmbeddedHouse.name
REFUSAL = "Le disque est plein\u00a0: rien n’a été changé. Libérez de la place, puis recommencez."


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own that is soon full: needs root."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _can_mount(folder: Path) -> bool:
    if os.geteuid() != 0 or not sys.platform.startswith("linux"):
        return False
    try:
        with small_disk(folder):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


class Ballast:
    """Fills the disk of a house by writing until there is no byte left."""

    def __init__(self, house: EmbeddedHouse, disk: Path):
        self._file = disk / "ballast"

    def fill(self) -> None:
        """No space is left."""
        with self._file.open("wb", buffering=0) as file, suppress(OSError):
            while file.write(b"\0" * 4096):
                pass
        assert shutil.disk_usage(self._file.parent).free < 8192

    def empty(self) -> None:
        """There is space again."""
        self._file.unlink()


class Limit:
    """Lets the house's process write no file further than its first page: any user may do that."""

    def __init__(self, house: EmbeddedHouse, disk: Path):
        self._pid = house.pid
        self._before = resource.prlimit(self._pid, resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        """Nothing more fits."""
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, (4096, self._before[1]))

    def empty(self) -> None:
        """Everything fits again."""
        resource.prlimit(self._pid, resource.RLIMIT_FSIZE, self._before)


@pytest.mark.parametrize("way", ["small disk", "file-size limit"])
def test_commands_are_refused_while_the_disk_is_full_and_obeyed_again_once_it_is_not(
    figures: Figures, chance: random.Random, tmp_path: Path, way: str
) -> None:
    """Where no disk can be mounted, the limit stands for it twice."""
    mounted = way == "small disk" and _can_mount(tmp_path / "probe")
    with (
        figures.fault(
            f"disk full, then space again ({'small disk' if mounted else 'file-size limit'})", WORLD
        ) as tally,
        small_disk(tmp_path / "disk") if mounted else nullcontext(tmp_path) as disk,
    ):
        house = EmbeddedHouse(disk / "données", chance)
        house.start()
        full = Ballast(house, disk) if mounted else Limit(house, disk)
        try:
            with house.ordeal(tally, commands=workload(10)):
                pass
            for _ in range(times(1, 50)):
                full.fill()
                assert set(_refused(house)) == {REFUSAL}
                full.empty()
                tally.tried += 1
                with house.ordeal(tally, commands=10):
                    pass
        finally:
            house.end()


def _refused(house: EmbeddedHouse) -> list[str]:
    """Send big commands until they are refused; those accepted before that count as any other."""
    address = find_owner(house.folder)
    assert address is not None
    caller = Caller(GatewayLine(address), SystemClock(), timeout=10)
    sentences: list[str] = []

    def send() -> bool:
        for command in (
            LogInterview(
                accompaniment=house.workload.somewhere(), structure=new_id(), kind="ess", synthesis="x" * 100_000
            ),
            NoteMilestone(accompaniment=house.workload.somewhere(), title=new_id(), text="x" * 100_000),
        ):
            order = new_id()
            try:
                house.workload.accepted[order] = caller.obey(command, order=order).told
            except TerreauError as error:
                sentences.append(error.message)
        return len(sentences) >= 4

    until(send, what="refusals of a full disk")
    return sentences
