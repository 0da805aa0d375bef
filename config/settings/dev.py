"""Settings of `./run` on one machine: plain HTTP on loopback."""

from config.settings.base import *  # noqa: F403
from config.settings.static import STORAGES  # noqa: F401
