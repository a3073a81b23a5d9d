"""Where pieces of text stand on a page, and the order in which a person reads them."""
