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

    private static func card(_ connection: ConnectionStatus) -> String {
        let missing = connection.sources.filter { !$0.isAvailable && $0.stream == nil }.map(\.table)
        let note =
            missing.isEmpty
            ? "" : "<p class=\"note\">Not to be had here: \(escaped(missing.joined(separator: ", "))).</p>"
        let rows = connection.sources.filter { $0.stream != nil }.map(row).joined()
        return """
            <article><h3>\(escaped(connection.name)) <small>\(escaped(connection.vendor))</small>
            <b class="\(tone(connection.state))">\(escaped(connection.state))</b></h3>
            \(connection.reason.map { "<p class=\"note\">\(escaped($0))</p>" } ?? "")
            <table><thead><tr><th>Stream</th><th>Table</th><th>State</th><th>As of (UTC)</th></tr></thead>
            <tbody>\(rows)</tbody></table>\(note)</article>
            """
    }

    private static func row(_ source: Source) -> String {
        let moment = source.asOf.map { String($0.text.prefix(19)).replacing("T", with: " ") } ?? "never"
        return """
            <tr><td>\(escaped(source.stream ?? ""))</td><td>\(escaped(source.table))</td>
            <td><b class="\(source.isStale ? "bad" : tone(source.state))">\(escaped(source.state))</b></td>
            <td>\(escaped(moment))</td></tr>
            """
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
        article{border:1px solid var(--line);border-radius:.7rem;padding:.4rem 1.1rem 1rem;margin:1rem 0;overflow-x:auto}
        table{width:100%;border-collapse:collapse;font-size:.92rem}th,td{text-align:left;padding:.35rem .6rem .35rem 0}
        tr+tr td,tbody td{border-top:1px solid var(--line)}pre{padding:1rem;border:1px solid var(--line);
        border-radius:.7rem;overflow-x:auto;font-size:.88rem}b{font-weight:600}
        b.good{color:var(--good)}b.fair{color:var(--fair)}b.bad{color:var(--bad)}h3 b{float:right;font-size:.9rem}
        """
}
