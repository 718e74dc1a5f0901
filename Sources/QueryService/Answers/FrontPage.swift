/// The page at `/`: what this is, what is connected and how fresh it is, and how to call it. No scripts, nothing from
/// elsewhere.
struct FrontPage: Sendable {
    /// A tenant whose connections the reader may see.
    struct Tenant: Sendable {
        var name: String
        var connections: [ConnectionStatus]
    }

    let version: String
    let tenants: [Tenant]
    /// Where the reader's own machine reaches the service, for lines that work as printed; nil elsewhere.
    let address: String?

    var html: String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Quartermaster</title><style>\(Self.style)</style></head><body><main>
        <h1>Quartermaster</h1>
        <p class="lead">The inventory of every vendor, in one place. <span>Version \(Self.escaped(version))</span></p>
        \(tenants.isEmpty ? Self.closed : tenants.map(Self.section).joined())
        <section><h2>Calling it</h2>
        <pre>curl -H 'Authorization: Bearer YOUR_KEY' \(service)/v1/me
        curl -H 'Authorization: Bearer YOUR_KEY' '\(service)/v1/devices?sort=-last_seen_at&amp;limit=5'
        curl -H 'Authorization: Bearer YOUR_KEY' \(service)/v1/freshness</pre>
        <p>A key is made with <code>quartermaster key create</code>. Every address and field is in
        <a href="/v1/openapi.json">the OpenAPI document</a>; the service's state is at <a href="/healthz">/healthz</a>
        and <a href="/readyz">/readyz</a>.</p></section>
        </main></body></html>
        """
    }

    private var service: String { Self.escaped(address ?? "SERVICE") }

    private static let closed = """
        <section><h2>Running</h2><p>What is connected, and how fresh it is, is shown to a caller with a key: at
        <code>/v1/connections</code>, or here with the key in the <code>Authorization</code> header.</p></section>
        """

    private static func section(_ tenant: Tenant) -> String {
        let cards = tenant.connections.map(card).joined()
        return """
            <section><h2>\(escaped(tenant.name))</h2>
            \(cards.isEmpty ? "<p>Nothing is connected yet: <code>quartermaster connection create</code>.</p>" : cards)
            </section>
            """
    }

    /// A connection in one line, and below what it consists of: open where something needs to be looked at.
    private static func card(_ connection: ConnectionStatus) -> String {
        let streams = connection.sources.filter { $0.stream != nil }
        let needsLook = streams.contains(where: \.isStale) || tone(connection.state) == "bad"
        return """
            <details\(needsLook ? " open" : "")><summary><strong>\(escaped(connection.name))</strong>
            <small>\(escaped(connection.vendor))</small> <span class="note">\(standing(streams))</span>
            <b class="\(tone(connection.state))">\(escaped(connection.state))</b></summary>
            \(connection.reason.map { "<p class=\"note\">\(escaped($0))</p>" } ?? "")
            <table><thead><tr><th>Stream</th><th>Table</th><th>State</th><th>As of (UTC)</th></tr></thead>
            <tbody>\(streams.map(row).joined())</tbody></table>\(missing(connection))</details>
            """
    }

    private static func standing(_ streams: [Source]) -> String {
        let fresh = streams.count { !$0.isStale }
        let oldest = streams.compactMap(\.asOf).min().map { ", the oldest as of \(escaped(shown($0)))" } ?? ""
        return "\(fresh) of \(streams.count) streams fresh\(oldest)"
    }

    /// The tables and columns that the vendor cannot fill, each with the reason.
    private static func missing(_ connection: ConnectionStatus) -> String {
        let missing = connection.sources.filter { !$0.isAvailable && $0.stream == nil }
        let lacks =
            missing.map { ($0.table, $0.reason ?? "") }
            + connection.missingColumns.map { ("\($0.table).\($0.column)", $0.reason) }
        guard !lacks.isEmpty else { return "" }
        let items = lacks.map { "<li><code>\(escaped($0.0))</code>: \(escaped($0.1))</li>" }
        return "<div class=\"note\">Not available from this vendor:<ul>\(items.joined())</ul></div>"
    }

    private static func row(_ source: Source) -> String {
        let moment = source.asOf.map(shown) ?? "never"
        return """
            <tr><td>\(escaped(source.stream ?? ""))</td><td>\(escaped(source.table))</td>
            <td><b class="\(source.isStale ? "bad" : tone(source.state))">\(escaped(source.state))</b></td>
            <td>\(escaped(moment))</td></tr>
            """
    }

    private static func shown(_ moment: Source.Moment) -> String {
        String(moment.text.prefix(19)).replacing("T", with: " ")
    }

    private static func tone(_ state: String) -> String {
        switch state {
        case "active", "current": "good"
        case "failing", "blocked", "held", "never_read": "bad"
        default: "fair"
        }
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }

    private static let style = """
        :root{color-scheme:light dark;--line:#8884;--good:#1a7f4b;--fair:#9a6700;--bad:#c4322c}
        body{margin:0;font:16px/1.5 system-ui,sans-serif}main{max-width:60rem;margin:auto;padding:2.5rem 1.25rem}
        h1{margin:0;font-size:2.2rem;letter-spacing:-.02em}.lead{margin-top:.2rem;font-size:1.1rem}
        .lead span,small,.note{opacity:.65;font-weight:400}section{margin-top:2.2rem}
        details{border:1px solid var(--line);border-radius:.7rem;padding:.7rem 1.1rem;margin:.6rem 0;overflow-x:auto}
        summary{cursor:pointer}summary small{margin:0 .6rem}ul{margin:.2rem 0;padding-left:1.2rem}
        table{width:100%;border-collapse:collapse;font-size:.92rem}th,td{text-align:left;padding:.35rem .6rem .35rem 0}
        tr+tr td,tbody td{border-top:1px solid var(--line)}pre{padding:1rem;border:1px solid var(--line);
        border-radius:.7rem;overflow-x:auto;font-size:.88rem}b{font-weight:600}
        b.good{color:var(--good)}b.fair{color:var(--fair)}b.bad{color:var(--bad)}summary b{float:right;font-size:.9rem}
        """
}
