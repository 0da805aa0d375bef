"""Refusals of the accounts app."""

from gis_core.errors import DomainError


class NotAllowed(DomainError):
    """The actor's roles do not cover this act on this unit."""

    code = "not_allowed"


class UnknownActor(DomainError):
    """No active user has this login."""

    code = "unknown_actor"
