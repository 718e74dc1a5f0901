/// Names that are plainly nobody's.
enum Words {
    static let companyHeads = [
        "Contoso", "Fabrikam", "Northwind", "Adatum", "Litware", "Proseware", "Tailspin", "Wingtip", "Woodgrove",
        "Lucerne", "Margie's", "Fourth Coffee", "Blue Yonder", "City Power", "Coho", "Graphic", "Humongous",
        "Relecloud",
        "Southridge", "Trey", "Alpine", "Best For You", "Consolidated", "Liberty's", "Munson's", "Nod", "Parnell",
        "Bellows", "VanArsdel", "Wide World", "Säntis", "Łódzka", "Île-de-France", "Ærø",
    ]
    static let companyTails = [
        "Dental", "Logistics", "Architects", "Legal", "Accounting", "Foods", "Clinic", "Manufacturing", "Insurance",
        "Schools", "Estates", "Motors", "Print", "Travel", "Media", "Energy", "Farms", "Pharmacy", "Engineering",
        "Interiors", "Shipping", "Labs", "Capital", "Charities",
    ]
    static let legalForms = ["Ltd", "Inc.", "LLC", "GmbH", "& Sons", "Group", ""]
    static let firstNames = [
        "Alex", "Berta", "Chidi", "Dana", "Emre", "Fiona", "Goran", "Hana", "Ines", "Jonas", "Kira", "Liam", "Maya",
        "Nils", "Olga", "Pablo", "Quinn", "Rosa", "Søren", "Tariq", "Uma", "Vera", "Wen", "Ximena", "Yusuf", "Zoë",
    ]
    static let lastNames = [
        "Abbott", "Bauer", "Costa", "Dubois", "Eriksen", "Fischer", "García", "Haddad", "Ivanov", "Jensen", "Kowalska",
        "Lindqvist", "Moreau", "Novak", "O'Brien", "Petrov", "Quist", "Rossi", "Schmidt", "Tanaka", "Underwood",
        "Varga", "Weber", "Xu", "Yilmaz", "Zhang",
    ]
    static let jobTitles = [
        "Office manager", "Accountant", "Managing director", "Receptionist", "Engineer", "Nurse", "Teacher", "Sales",
        "IT coordinator", "Warehouse lead",
    ]
    static let streets = [
        "Main St", "High Street", "Station Road", "Park Avenue", "Mill Lane", "Königsallee", "Rue Neuve",
    ]
    static let places: [(city: String, region: String, postal: String, country: String)] = [
        ("Springfield", "IL", "62701", "United States"), ("Dayton", "OH", "45402", "United States"),
        ("Tampa", "FL", "33602", "United States"), ("Leeds", "West Yorkshire", "LS1 4AP", "United Kingdom"),
        ("Bristol", "Bristol", "BS1 5TR", "United Kingdom"), ("Köln", "NRW", "50667", "Germany"),
        ("Lyon", "Rhône", "69002", "France"), ("Aarhus", "Midtjylland", "8000", "Denmark"),
        ("Toronto", "ON", "M5H 2N2", "Canada"), ("Brisbane", "QLD", "4000", "Australia"),
    ]
    static let siteNames = ["Main office", "Warehouse", "Branch", "Remote workers", "Showroom", "Plant 2", "Annex"]
    static let complaints = [
        "Outlook does not open", "Cannot print to the office printer", "VPN drops every hour", "New starter on Monday",
        "Password reset", "Laptop is very slow", "Blue screen after update", "Shared drive is missing",
        "Phishing mail received", "Backup failed", "Disk space low on server", "Install accounting software",
        "Wi-Fi weak in meeting room", "Teams has no sound", "Replace broken monitor", "Leaver: disable account",
    ]
    static let replies = [
        "Called the user, no answer; left a message.", "Restarted the service, works again.",
        "Ordered the part, expected on Thursday.", "Thanks, that solved it!", "It happened again this morning.",
        "Remote session: cleared the cache & rebuilt the profile.", "Waiting for the vendor's answer.",
        "Updated the driver to the newest version.", "<b>Important</b>: customer prefers mornings.",
    ]
}
