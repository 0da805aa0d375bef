EXISTS (SELECT FROM land_records_partyunit u
          WHERE u.party_id = found.party_id AND u.unit_id = ANY (%(units)s::bigint[]))
