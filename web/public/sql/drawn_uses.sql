-- Main land uses by the ground they cover, for the legend.
SELECT main_use FROM published.parcel WHERE main_use <> '' GROUP BY main_use ORDER BY sum(area) DESC
