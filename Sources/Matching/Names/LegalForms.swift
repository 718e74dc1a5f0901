/// Words that say what a company is by law, and nothing about which one.
enum LegalForms {
    /// Dropped at the end of a name, again and again: "Contoso Pty Ltd", "Meyer GmbH & Co. KG".
    static let trailing: Set<String> = [
        "inc", "incorporated", "llc", "llp", "lllp", "lp", "plc", "pllc", "pc", "pa", "ltd", "limited", "corp",
        "corporation", "co", "company", "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "ev", "eg", "ek", "se",
        "sa", "sas", "sasu", "sarl", "sàrl", "eurl", "srl", "spa", "sl", "slu", "sprl", "bvba", "bv", "nv", "vof", "cv",
        "pty", "pte", "proprietary", "ab", "as", "asa", "aps", "oy", "oyj", "kft", "zrt", "sro", "doo", "sp", "zoo",
        "kk", "ltda", "eireli", "pvt", "private", "bhd", "sdn", "dmcc", "fze", "unlimited", "cic", "dba",
    ]
    /// Joining words, dropped wherever they stand.
    static let joining: Set<String> = [
        "and", "und", "et", "y", "e", "en", "og", "och", "the", "of", "de", "der", "die",
    ]
}
