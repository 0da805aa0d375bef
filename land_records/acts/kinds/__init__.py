"""One file per act: its input and its plan. The table of them stands in land_records.acts.table."""
