"""Loaded by pytest before Django's settings: a private throwaway cluster and its environment."""

import os
from pathlib import Path

from scripts.cluster import Cluster

HOME = Path(os.environ.get("THODIA_TEST_HOME") or Path(__file__).resolve().parent.parent / "var" / "test")
cluster = Cluster(HOME, throwaway=True)
if "PYTEST_XDIST_WORKER" not in os.environ:
    cluster.ensure()
os.environ.update(cluster.environment())
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
