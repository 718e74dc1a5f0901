/// Words in names of companies that are written in more than one way, or that say little about which company is meant.
enum NameWords {
    /// Abbreviations to the word that they stand for; also spellings and plurals of the same.
    static let expansions: [String: String] = [
        "intl": "international", "int": "international", "natl": "national", "svc": "service", "svcs": "service",
        "serv": "service", "services": "service", "mgmt": "management", "mgt": "management", "mfg": "manufacturing",
        "mnfg": "manufacturing", "manufacturers": "manufacturing", "assoc": "associate", "assocs": "associate",
        "associates": "associate", "assn": "association", "bros": "brothers", "ctr": "center", "cntr": "center",
        "centre": "center", "centers": "center", "dept": "department", "govt": "government", "grp": "group",
        "gp": "group", "hldg": "holding", "hldgs": "holding", "holdings": "holding", "sys": "system",
        "systems": "system", "eng": "engineering", "engr": "engineering", "engg": "engineering", "elec": "electric",
        "electrical": "electric", "dist": "distribution", "distributors": "distribution", "constr": "construction",
        "const": "construction", "ins": "insurance", "fin": "financial", "finl": "financial", "prop": "property",
        "props": "property", "properties": "property", "dev": "development", "devt": "development",
        "acct": "accounting", "acctg": "accounting", "accountants": "accounting", "med": "medical", "hosp": "hospital",
        "univ": "university", "tech": "technology", "technologies": "technology", "techs": "technology",
        "solutions": "solution", "solns": "solution", "soln": "solution", "partners": "partner", "ptnrs": "partner",
        "lab": "laboratory", "labs": "laboratory", "laboratories": "laboratory", "st": "saint", "mt": "mount",
        "ft": "fort", "pharm": "pharmacy", "vet": "veterinary", "transp": "transport", "transportation": "transport",
        "log": "logistics", "inds": "industries", "ind": "industries", "industry": "industries", "prods": "product",
        "products": "product", "supplies": "supply", "comm": "communication", "comms": "communication",
        "communications": "communication", "ent": "enterprise", "enterprises": "enterprise",
        "consultants":
            "consulting", "consultancy": "consulting", "arch": "architects", "clinics": "clinic", "schools": "school",
        "dentistry": "dental", "attorneys": "law", "lawyers": "law",
    ]

    /// Words that half of all companies have: they weigh little.
    static let common: Set<String> = Set(expansions.values).union([
        "law", "dental", "care", "health", "school", "church", "clinic", "agency", "firm", "office", "shop", "store",
        "bank", "trust", "capital", "design", "studio", "media", "marketing", "auto", "motors", "realty", "estate",
        "home", "house", "food", "foods", "club", "foundation", "institute", "academy", "college", "county", "city",
        "global", "american", "united", "first", "new", "north", "south", "east", "west", "central", "network",
        "security", "plumbing", "roofing", "electric", "family", "legal", "practice", "surgery", "trading", "works",
        "partner", "team", "digital", "data", "software", "it",
    ])

    /// What follows a dash or stands in parentheses and names a place in the company, or a state, not the company.
    static let additions: Set<String> = [
        "hq", "headquarters", "head office", "main", "main office", "main site", "corporate", "corporate office",
        "office", "site", "default", "default site", "onsite", "on site", "remote", "workstations", "servers", "old",
        "new", "inactive", "active", "do not use", "msa", "managed", "client", "customer", "vip", "prospect", "hosting",
    ]
    /// What joins a name to the one that it had before, or that it trades under.
    static let otherNames = [" formerly ", " fka ", " f/k/a ", " dba ", " d/b/a ", " t/a ", " trading as ", " aka "]
}
