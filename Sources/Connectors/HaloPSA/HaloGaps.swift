/// What HaloPSA does not have, or has under no established name.
enum HaloGaps {
    static let all = [
        "agreement_lines":
            "What a contract is made of is billed by recurring invoices; the names of their lines' members are not established.",
        "agreements.monthly_amount": "It would have to hold the lines as well, which are not read.",
        "agreements.currency": noCurrency, "products.currency": noCurrency, "opportunities.currency": noCurrency,
        "companies.address_line1": "A client has no address of its own: its sites have.",
        "company_sites.city": "Which of an address's middle lines is the town differs by tenant: see address_line2.",
        "products.kind": "An item is of no such kind.",
        "tickets.source_label": "A ticket tells its source by a number alone, whose meaning is not established.",
        "tickets.resolved_at": "A ticket is closed or not; it tells no other end of the work.",
        "time_entries.company_external_id": "An action names its ticket alone.",
        "time_entries.hourly_rate": "An action tells what is charged for it all, and no rate.",
        "opportunities.expected_close_on": "Which of an opportunity's dates is the expected close is not established.",
    ]

    private static let noCurrency = "Money comes as a number without a currency."
}
