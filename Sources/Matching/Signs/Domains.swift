import Foundation

/// The domains by which a company is known: of its web site, its mail, its directory.
public enum Domains {
    /// The registered domain of an address, host, mail address or directory domain; for names that only an inner network
    /// knows ("contoso.local", "CONTOSO\bob") the first label alone; nil for what everybody has (mail providers, WORKGROUP).
    public static func folded(_ text: String?) -> String? {
        guard var rest = text?.lowercased().trimmingCharacters(in: .whitespaces), !rest.isEmpty else { return nil }
        if let scheme = rest.range(of: "://") { rest = String(rest[scheme.upperBound...]) }
        if let at = rest.lastIndex(of: "@") { rest = String(rest[rest.index(after: at)...]) }
        if let back = rest.firstIndex(of: "\\") { rest = String(rest[..<back]) }
        rest = String(rest.prefix { !"/?#:; ,".contains($0) })
        return registered(rest.split(separator: ".").map(String.init))
    }

    /// What stands before the ending: "contoso" of "contoso.com", and of the inner "contoso".
    public static func label(_ folded: String) -> String { String(folded.prefix { $0 != "." }) }

    /// Whether it is known to the internet, and so one owner's alone.
    public static func isRegistered(_ folded: String) -> Bool { folded.contains(".") }

    private static func registered(_ labels: [String]) -> String? {
        guard let top = labels.last else { return nil }
        if labels.count == 1 || inner.contains(top) {
            let inside = labels.count == 1 ? labels[0] : labels[labels.count - 2]
            return inside.count < 3 || everybodys.contains(inside) ? nil : inside
        }
        let isDouble = labels.count > 2 && top.count == 2 && second.contains(labels[labels.count - 2])
        let domain = labels.suffix(isDouble ? 3 : 2).joined(separator: ".")
        let isAddress = labels.allSatisfy { $0.allSatisfy(\.isNumber) }
        return isAddress || everybodys.contains(domain) || everybodys.contains(label(domain)) ? nil : domain
    }

    private static let inner: Set<String> = [
        "local", "lan", "internal", "intranet", "corp", "home", "localdomain", "ad",
    ]
    private static let second: Set<String> = ["co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "gob"]
    private static let everybodys: Set<String> = [
        "gmail", "googlemail", "outlook", "hotmail", "live", "msn", "yahoo", "ymail", "aol", "icloud", "me.com",
        "mac.com",
        "gmx", "web.de", "t-online", "freenet", "mail.com", "proton", "protonmail", "zoho", "yandex", "qq.com",
        "163.com",
        "comcast", "verizon", "att.net", "sbcglobal", "bellsouth", "cox.net", "charter.net", "btinternet", "bigpond",
        "optusnet", "orange.fr", "wanadoo", "free.fr", "laposte", "libero", "facebook", "linkedin", "onmicrosoft",
        "workgroup", "arbeitsgruppe", "mshome", "localhost", "azuread", "builtin", "example", "domain", "local",
        "nt authority", "nt service", "administrator", "microsoftaccount", "home", "lan", "corp",
    ]
}
