"""What must hold in the register after every act: read straight from the tables, by nobody's service."""

from django.db import connection

_BROKEN = {
    "a right without holders": """
        SELECT id FROM land_records_right r WHERE upper_inf(valid)
        AND NOT EXISTS (SELECT FROM land_records_rightholder h WHERE h.right_id = r.id)""",
    "shares that are not one": """
        SELECT r.id FROM land_records_right r JOIN land_records_rightholder h ON h.right_id = r.id
        WHERE r.form = 'shares' AND upper_inf(r.valid)
        GROUP BY r.id HAVING abs(sum(h.numerator::numeric / h.denominator) - 1) > 1e-12""",
    "a right in force on a parcel that has ended": """
        SELECT r.id FROM land_records_right r JOIN land_records_rightsubject s ON s.right_id = r.id
        WHERE upper_inf(r.valid) AND s.parcel_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM land_records_parcelversion v WHERE v.parcel_id = s.parcel_id AND upper_inf(v.valid))""",
    "a right under a right that has ended": """
        SELECT r.id FROM land_records_right r JOIN land_records_right u ON u.id = r.under_id
        WHERE upper_inf(r.valid) AND NOT upper_inf(u.valid)""",
    "a restriction on a right or a parcel that has ended": """
        SELECT x.id FROM land_records_restriction x LEFT JOIN land_records_right r ON r.id = x.right_id
        WHERE upper_inf(x.valid) AND ((r.id IS NOT NULL AND NOT upper_inf(r.valid)) OR (x.parcel_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM land_records_parcelversion v
                            WHERE v.parcel_id = x.parcel_id AND upper_inf(v.valid))))""",
    "an asset on a parcel that has ended": """
        SELECT a.id FROM land_records_assetversion a WHERE upper_inf(a.valid) AND a.parcel_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM land_records_parcelversion v
                        WHERE v.parcel_id = a.parcel_id AND upper_inf(v.valid))""",
    "a certificate that still proves a right that has ended": """
        SELECT c.id FROM land_records_certificateright c JOIN land_records_right r ON r.id = c.right_id
        WHERE upper_inf(c.valid) AND NOT upper_inf(r.valid)""",
    "a certificate out of force that proves something": """
        SELECT c.id FROM land_records_certificateright c
        JOIN land_records_certificatestate s ON s.certificate_id = c.certificate_id AND upper_inf(s.valid)
        WHERE upper_inf(c.valid) AND s.status IN ('replaced', 'revoked', 'lost', 'discarded')""",
    "a parcel that ended by a split or a merger without children": """
        SELECT p.id FROM land_records_parcel p
        JOIN land_records_parcelversion v ON v.parcel_id = p.id AND v.cause <> 'neighbour_vertex'
        WHERE NOT EXISTS (SELECT FROM land_records_parcelversion w WHERE w.parcel_id = p.id AND upper_inf(w.valid))
        AND EXISTS (SELECT FROM land_records_right r JOIN land_records_rightsubject s ON s.right_id = r.id
                    WHERE s.parcel_id = p.id AND r.closed_cause = 'TN')
        AND NOT EXISTS (SELECT FROM land_records_parcellineage l WHERE l.parent_id = p.id)""",
    "official parcels that overlap": """
        SELECT a.id FROM land_records_parcelversion a JOIN land_records_parcelversion b ON a.id < b.id
        AND a.geom && b.geom AND ST_Relate(a.geom, b.geom, 'T********')
        AND NOT ST_IsEmpty(ST_Buffer(ST_Intersection(a.geom, b.geom), -0.001))
        WHERE a.standing = 'official' AND b.standing = 'official' AND upper_inf(a.valid) AND upper_inf(b.valid)""",
}


def broken() -> dict[str, list[int]]:
    """What does not hold, with the ids it does not hold for; empty when the register is sound."""
    found = {}
    with connection.cursor() as cursor:
        for name, question in _BROKEN.items():
            cursor.execute(question)
            ids = [row[0] for row in cursor.fetchall()]
            if ids:
                found[name] = ids
    return found


def area_now() -> float:
    """m² of all official parcels in force, computed areas."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(area_computed), 0) FROM land_records_parcelversion"
            " WHERE standing = 'official' AND upper_inf(valid)"
        )
        return float(cursor.fetchone()[0])
