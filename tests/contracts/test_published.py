"""What the public roles may read: every view with its columns, and none of them about a person."""

import re

import pytest
from django.db import connection

from tests.contracts.kept import same_as_kept
from tiles.catalogue import LAYERS

PERSONAL = re.compile(
    r"owner|holder|person|name_of|full_name|chu_|chusu|cccd|cmnd|citizen|birth|phone|email|address|dia_chi|login|user|"
    r"password|actor|uploaded|submitted|approved|certificate_number|gcn|raw"
)
pytestmark = pytest.mark.django_db


def columns(schema: str) -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname) FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
            " WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r','v','m') GROUP BY 1 ORDER BY 1",
            [schema],
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize("schema", ["published", "desk"])
def test_views_have_the_kept_columns(schema: str) -> None:
    lines = [f"{view}: {' '.join(names)}" for view, names in columns(schema).items()]
    same_as_kept(f"{schema}_columns.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("schema", ["published", "desk"])
def test_no_column_is_about_a_person(schema: str) -> None:
    assert not [f"{view}.{name}" for view, names in columns(schema).items() for name in names if PERSONAL.search(name)]


def test_tiles_show_only_columns_of_their_view() -> None:
    there = columns("published") | columns("desk")
    for spec in LAYERS:
        view = there[spec.view.partition(".")[2]]
        wanted = {column.name for column in spec.columns if not column.expression}
        assert wanted <= set(view), f"{spec.name}: {wanted - set(view)}"


def test_readers_have_no_right_beyond_their_schema() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT grantee, table_schema || '.' || table_name FROM information_schema.role_table_grants"
            " WHERE grantee IN ('tiles_reader', 'desk_reader') AND NOT (privilege_type = 'SELECT'"
            "   AND (table_schema = 'published' OR table_schema = 'desk' AND grantee = 'desk_reader'))"
        )
        assert not cursor.fetchall()
