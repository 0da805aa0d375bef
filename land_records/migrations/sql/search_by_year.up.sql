-- A common name with a year of birth: the year first, so that nobody reads through every Nguyễn Thị of the province.
CREATE INDEX land_records_particulars_year_front ON public.land_records_partyparticulars
    (birth_year, folded_name text_pattern_ops) WHERE birth_year IS NOT NULL;
CREATE INDEX land_records_particulars_year_back ON public.land_records_partyparticulars
    (birth_year, folded_back text_pattern_ops) WHERE birth_year IS NOT NULL;
