"""The books of the land register (sổ mục kê, sổ địa chính, sổ cấp GCN, sổ theo dõi biến động), as rows without names.

Rows name holders by party id; the pages that show names ask the parties' own door, which logs it.
"""
