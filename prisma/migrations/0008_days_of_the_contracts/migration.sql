-- The date dimension holds every day that a contract takes (lib/contracts/values.ts), so that no fact's day is missing
-- from it for whoever joins the star schema by it.
INSERT INTO warehouse.dim_date
SELECT d, to_char(d, 'IYYY-"W"IW'), extract(isodow FROM d), extract(month FROM d), extract(year FROM d)
FROM generate_series(date '1900-01-01', date '2200-12-31', interval '1 day') AS day, LATERAL (SELECT day::date AS d)
ON CONFLICT (date) DO NOTHING;
