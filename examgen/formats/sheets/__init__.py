"""Tables with named columns: CSV, Excel."""
