"""The reading process: unprivileged, limited, and its death is a refusal, never the parent's."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gis_core.text.charsets import encode
from importers.intake import child
from importers.intake.limits import Limits
from importers.readers.errors import ReaderCrashed, ReaderTimeout, TooLarge, TruncatedFile
from importers.writers.dgn_v7 import DgnDesign, Lettering, Symbology

QUICK = Limits(wall_seconds=20, cpu_seconds=20)


def drawing(folder: Path, lines: int = 3) -> Path:
    design = DgnDesign()
    for i in range(lines):
        design.add_line(Symbology(10), [(456000 + i, 1208000), (456000 + i, 1208010)])
    design.add_text(Symbology(13), (456001, 1208001), encode("Xã Hàm Thuận Bắc", "tcvn3"), Lettering(2, 2))
    path = folder / "tờ 1.dgn"
    design.save(path)
    return path


def run(code: str, out: Path, limits: Limits = QUICK) -> None:
    child.run_limited([sys.executable, "-I", "-c", code], out, limits, "a.dgn")


def test_reading_gives_description_and_blocks(tmp_path: Path) -> None:
    path = drawing(tmp_path)
    with child.read_file(path, limits=QUICK) as reading:
        frames = list(reading.blocks)
        assert reading.info.sha256 == child.sha256_of(path)
        assert reading.info.leaf_elements == 4
        assert [len(frame) for frame in frames] == [4]
        assert isinstance(frames[0].text.iloc[3], bytes)
        assert str(frames[0].level.dtype) == "Int64"
        assert len(list(reading.blocks)) == 1
        assert reading.info.crs_candidates[0]["epsg"] == 9218
    assert not list(Path(path.parent).glob("*.arrow"))


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("import os; os.kill(os.getpid(), 11)", "SIGSEGV"),
        ("import os; os.kill(os.getpid(), 9)", "SIGKILL"),
        ("raise SystemExit(3)", "exit 3"),
    ],
)
def test_a_dying_reader_is_a_refusal(tmp_path: Path, code: str, word: str) -> None:
    with pytest.raises(ReaderCrashed) as caught:
        run(code, tmp_path)
    assert word in caught.value.message_vi
    assert "được giữ lại" in caught.value.message_vi


def test_a_reader_that_never_returns_is_killed_with_its_children(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open('pid', 'w').write(str(p.pid))\n"
        "time.sleep(60)\n"
    )
    began = time.monotonic()
    with pytest.raises(ReaderTimeout):
        run(code, tmp_path, Limits(wall_seconds=1.5))
    assert time.monotonic() - began < 10
    pid = int((tmp_path / "pid").read_text())
    for _ in range(50):
        if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().split()[2]:
            break
        time.sleep(0.1)
    else:
        pytest.fail("a grandchild survived")


def test_a_reader_that_only_computes_runs_out_of_processor_time(tmp_path: Path) -> None:
    code = "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass"
    with pytest.raises(ReaderTimeout):
        run(code, tmp_path, Limits(wall_seconds=30, cpu_seconds=1))


def test_too_little_memory_is_a_crash_not_a_hang(tmp_path: Path) -> None:
    with pytest.raises(ReaderCrashed):
        child.read_file(drawing(tmp_path), limits=Limits(memory_bytes=64 << 20, wall_seconds=20))


def test_too_large_files_are_not_even_opened(tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        child.read_file(drawing(tmp_path), limits=Limits(file_bytes=100))


def test_refusals_come_over_with_both_languages(tmp_path: Path) -> None:
    path = drawing(tmp_path)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(TruncatedFile) as caught:
        child.read_file(path, limits=QUICK)
    assert "byte" in caught.value.message_vi
    assert caught.value.hint_en


def test_a_file_in_the_vault_is_read_under_its_own_name(tmp_path: Path) -> None:
    stored = drawing(tmp_path).rename(tmp_path / "0a1b2c")
    with child.read_file(stored, limits=QUICK, name="Tờ số 1.DGN") as reading:
        assert next(iter(reading.blocks)).source[0] == "Tờ số 1.DGN"
        assert reading.info.warnings == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can drop its privileges")
def test_the_child_is_nobody_and_cannot_write_beside_the_file(tmp_path: Path) -> None:
    code = (
        "import sys, json; sys.path[:0] = [sys.argv[1]]\n"
        "from gis_core.process.child import drop_privileges\n"
        "import os; drop_privileges('nobody')\n"
        "assert os.geteuid() != 0 and os.getgroups() == [], (os.geteuid(), os.getgroups())\n"
        "try: open('/etc/thodia-test', 'w')\n"
        "except PermissionError: sys.exit(0)\n"
        "sys.exit(5)\n"
    )
    tmp_path.chmod(0o755)
    command = [sys.executable, "-I", "-c", code, str(child.PROJECT)]
    assert subprocess.run(command, check=False, cwd="/").returncode == 0


def test_only_the_drivers_we_name_are_there() -> None:
    code = (
        "import sys; sys.path[:0] = [sys.argv[1]]\n"
        "from importers.intake import child_main\n"
        "child_main._switch_off_drivers()\n"
        "import pyogrio; assert set(pyogrio.list_drivers()) == child_main.DRIVERS, pyogrio.list_drivers()\n"
        "assert not {'django', 'geopandas', 'pandas', 'pyproj'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code, str(child.PROJECT)], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
