"""Files of reference managers: BibTeX, RIS, EndNote, RefWorks, CSL-JSON, AMSBIB, MEDLINE."""
