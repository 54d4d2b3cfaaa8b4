"""Tables: CSV and workbooks by a mapping, exports of Scopus and Web of Science."""
