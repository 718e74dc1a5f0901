extension WallTime {
    /// From the three forms that HTTP allows: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`,
    /// `Sun Nov  6 08:49:37 1994`.
    public init?(httpDate text: String) {
        let words = text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard words.count >= 7 else { return nil }
        let isAsctime = Int(words[1]) == nil
        let (dayWord, monthWord, yearWord) =
            isAsctime ? (words[2], words[1], words[6]) : (words[1], words[2], words[3])
        let time = (isAsctime ? words[3...5] : words[4...6]).compactMap { Int($0) }
        guard let day = Int(dayWord), let month = Self.months.firstIndex(of: monthWord.lowercased()),
            var year = Int(yearWord), (1...31).contains(day), time.count == 3, time[0] < 24, time[1] < 60, time[2] <= 60
        else { return nil }
        if year < 100 { year += year < 70 ? 2000 : 1900 }
        guard (1970...9999).contains(year) else { return nil }
        let days = Self.days(year: year, month: month + 1, day: day)
        self.init(seconds: Double(days * 86_400 + time[0] * 3_600 + time[1] * 60 + time[2]))
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Days from 1970-01-01 in the Gregorian calendar, for years counted from March so that a leap day comes last.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }
}
