-- A common name with a year of birth: the year first, so that nobody reads through every Nguyễn Thị of the province.
CREATE INDEX land_records_particulars_year_front ON public.land_records_partyparticulars
    (birth_year, folded_name text_pattern_ops) WHERE birth_year IS NOT NULL;
CREATE INDEX land_records_particulars_year_back ON public.land_records_partyparticulars
    (birth_year, folded_back text_pattern_ops) WHERE birth_year IS NOT NULL;

-- Addresses by whole words: a house number leads where trigrams of “đường” and “khu phố” only cost.
CREATE INDEX land_records_address_words ON public.land_records_partyaddress
    USING gin (string_to_array(folded_detail, ' '));
