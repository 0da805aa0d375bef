"""Parties (LADM LA_Party, LA_GroupParty): who holds land; their papers, addresses, members, duplicates and merges."""
