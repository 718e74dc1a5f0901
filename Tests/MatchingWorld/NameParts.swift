import Foundation

/// What companies' names are made of.
enum NameParts {
    static let surnames = words(
        """
        Smith Smyth Jones Johnson Johnston Williams Brown Browne Davies Taylor Wilson Evans Thomas Roberts Walker Wright \
        Robinson Thompson White Hughes Edwards Green Hall Wood Harris Lewis Martin Jackson Clarke Clark Turner Hill Moore \
        Cooper Ward Morris King Watson Baker Harrison Morgan Patel Allen Anderson Mitchell Bennett Campbell Carter Collins \
        Murphy Miller Richardson Parker Kelly Simpson Marshall Mueller Schmidt Schneider Fischer Weber Wagner Becker Garcia \
        Martinez Lopez Gonzalez Rossi Ferrari Nguyen Tran Larsson Nielsen Kowalski O'Brien O'Connor McDonald MacDonald
        """)
    static let towns = words(
        """
        Springfield Shelbyville Riverside Fairview Clinton Georgetown Salem Madison Arlington Ashland Burlington Dover \
        Hudson Kingston Milton Newport Oxford Winchester Bristol Manchester Brighton Geelong Ballarat Bendigo Perth Hobart \
        Waterloo Hamilton Kelowna Kamloops Augsburg Bamberg Uppsala Odense Tampere Lyon Dijon Verona Modena Toledo
        """)
    static let trades = [
        "Dental", "Family Dental", "Law", "Law Group", "Accounting", "Plumbing", "Electrical Services", "Construction",
        "Engineering", "Property Management", "Insurance Brokers", "Veterinary Clinic", "Medical Center", "Pharmacy",
        "Logistics", "Transport", "Manufacturing", "Landscaping", "Roofing", "Architects", "Financial Services",
        "Consulting", "Technologies", "Solutions", "International", "Brothers", "& Sons", "Associates", "Partners",
        "Winery", "Bakery", "Foods", "Auto Repair", "Motors", "Real Estate", "Orthodontics", "Physiotherapy", "Optical",
        "Machine Works", "Distribution", "Hardware", "Schools", "Hospitality", "Holdings", "Development",
    ]
    static let legalForms = [
        "Inc", "LLC", "Ltd", "Pty Ltd", "GmbH", "S.A.", "Corp.", "Co.", "LLP", "B.V.", "AB", "PLC",
    ]
    private static let syllables = words(
        "al bri cor den el fa gen hy in jo ka lu mo nex or pra qua ri sol ter um ve wi xo yo za tri cal dyn vor lin sta"
    )

    static func name(_ random: inout WorldRandom) -> String {
        switch random.below(10) {
        case 0...3: "\(random.pick(surnames)) \(random.pick(trades))"
        case 4: "\(random.pick(surnames)) & \(random.pick(surnames)) \(random.pick(trades))"
        case 5: "\(random.pick(towns)) \(random.pick(trades))"
        default: "\(coined(&random)) \(random.pick(trades))"
        }
    }

    static func coined(_ random: inout WorldRandom) -> String {
        let count = 2 + random.below(3)
        return (0..<count).map { _ in random.pick(syllables) }.joined().capitalized
    }

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
