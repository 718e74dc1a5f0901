import Foundation

/// A telephone number in one spelling.
public enum Phones {
    /// Its last nine digits, without extension; nil for what is too short or made up.
    public static func folded(_ text: String?) -> String? {
        guard let text else { return nil }
        let main = text.lowercased().prefix { !"x;/,".contains($0) && $0 != "e" }
        let digits = main.filter { ("0"..."9").contains($0) }
        guard digits.count >= 7, Set(digits).count > 2 else { return nil }
        return String(digits.suffix(9))
    }
}
