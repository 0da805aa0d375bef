"""Writers of cadastral files (DGN V7, MapInfo)."""
