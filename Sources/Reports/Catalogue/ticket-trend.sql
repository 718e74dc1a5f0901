-- Ticket trend
-- question: How do tickets, hours and response times go month by month?
-- sources: tickets, time_entries
-- chart: month tickets
-- parameter: months integer = 12 | How many months back to look, the present one included.
-- total: tickets integer = coalesce(sum(tickets), 0) | Tickets opened.
-- total: closed integer = coalesce(sum(closed), 0) | Of them, closed by now.
-- total: hours number = coalesce(sum(hours), 0) | Hours written in the months.
-- column: month text | The month.
-- column: tickets integer | Tickets opened in it.
-- column: closed integer | Of them, closed by now.
-- column: hours number | Hours written in it.
-- column: response_minutes integer | The median time to the first response, in minutes, where the PSA tells.
-- column: hours_to_close number | The median time from opening to closing, in hours.
WITH months AS (
    SELECT generate_series(date_trunc('month', :'on'::timestamp) - make_interval(months => :'months'::integer - 1),
        date_trunc('month', :'on'::timestamp), interval '1 month') AT TIME ZONE 'UTC' AS month),
asked AS (
    SELECT date_trunc('month', t.opened_at, 'UTC') AS month, count(*) AS tickets,
        count(*) FILTER (WHERE t.status_category = 'closed') AS closed,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.first_responded_at - t.opened_at) / 60) AS minutes,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.closed_at - t.opened_at) / 3600) AS to_close
    FROM live.tickets t
    WHERE t.tenant_id = :'tenant'::uuid AND t.opened_at >= (SELECT min(month) FROM months)
        AND t.opened_at < (:'on' + 1)::timestamptz
        AND (:'companies'::uuid[] IS NULL OR t.company_id = ANY (:'companies'::uuid[]))
    GROUP BY 1),
worked AS (
    SELECT date_trunc('month', e.started_at, 'UTC') AS month, sum(e.duration_minutes) / 60.0 AS hours
    FROM live.time_entries e
    LEFT JOIN live.tickets t ON t.tenant_id = :'tenant'::uuid AND t.id = e.ticket_id
    WHERE e.tenant_id = :'tenant'::uuid AND e.started_at >= (SELECT min(month) FROM months)
        AND e.started_at < (:'on' + 1)::timestamptz
        AND (:'companies'::uuid[] IS NULL OR coalesce(e.company_id, t.company_id) = ANY (:'companies'::uuid[]))
    GROUP BY 1)
SELECT to_char(m.month AT TIME ZONE 'UTC', 'YYYY-MM') AS month, coalesce(a.tickets, 0) AS tickets,
    coalesce(a.closed, 0) AS closed, round(coalesce(w.hours, 0), 1) AS hours, round(a.minutes)::integer AS response_minutes,
    round(a.to_close::numeric, 1) AS hours_to_close
FROM months m LEFT JOIN asked a USING (month) LEFT JOIN worked w USING (month)
ORDER BY month
