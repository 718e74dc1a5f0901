/// What machines are made of.
enum Hardware {
    struct Make {
        let manufacturer: String
        let models: [String]
    }

    static let laptops = [
        Make(manufacturer: "Dell Inc.", models: ["Latitude 7440", "Latitude 5540", "XPS 13 9340"]),
        Make(manufacturer: "LENOVO", models: ["21HM004QGE", "ThinkPad T14 Gen 4"]),
        Make(manufacturer: "HP", models: ["EliteBook 840 14 inch G10 Notebook PC", "ProBook 450 G9"]),
        Make(manufacturer: "Microsoft Corporation", models: ["Surface Laptop 5"]),
    ]
    static let macs = [Make(manufacturer: "Apple Inc.", models: ["MacBookPro18,3", "Mac14,2"])]
    static let desktops = [
        Make(manufacturer: "Dell Inc.", models: ["OptiPlex 7010", "OptiPlex 3090"]),
        Make(manufacturer: "HP", models: ["HP EliteDesk 800 G6", "HP ProDesk 400 G7"]),
        Make(manufacturer: "LENOVO", models: ["ThinkCentre M70q"]),
        Make(manufacturer: "Gigabyte Technology Co., Ltd.", models: ["B550 AORUS ELITE"]),
    ]
    static let servers = [
        Make(manufacturer: "Dell Inc.", models: ["PowerEdge R650", "PowerEdge T350"]),
        Make(manufacturer: "HPE", models: ["ProLiant DL380 Gen10", "ProLiant ML350 Gen11"]),
    ]
    static let virtual = [
        Make(manufacturer: "VMware, Inc.", models: ["VMware7,1"]),
        Make(manufacturer: "Microsoft Corporation", models: ["Virtual Machine"]),
    ]
    static let processors = [
        Processor(name: "12th Gen Intel(R) Core(TM) i5-1245U", sockets: 1, cores: 10, threads: 12, megahertz: 1600),
        Processor(name: "13th Gen Intel(R) Core(TM) i7-1365U", sockets: 1, cores: 10, threads: 12, megahertz: 1800),
        Processor(
            name: "AMD Ryzen 5 PRO 5650U with Radeon Graphics", sockets: 1, cores: 6, threads: 12, megahertz: 2300),
        Processor(name: "Intel(R) Core(TM) i5-10500 CPU @ 3.10GHz", sockets: 1, cores: 6, threads: 12, megahertz: 3096),
    ]
    static let serverProcessors = [
        Processor(
            name: "Intel(R) Xeon(R) Silver 4314 CPU @ 2.40GHz", sockets: 2, cores: 16, threads: 32, megahertz: 2400),
        Processor(
            name: "Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz", sockets: 2, cores: 32, threads: 64, megahertz: 2000),
        Processor(name: "AMD EPYC 7313P 16-Core Processor", sockets: 1, cores: 16, threads: 32, megahertz: 3000),
    ]
    static let clients = [
        OperatingSystem(
            family: .windows, name: "Windows 11 Professional Edition", release: "23H2", build: "22631",
            version: "10.0.22631", architecture: "64-bit"),
        OperatingSystem(
            family: .windows, name: "Windows 11 Enterprise Edition", release: "24H2", build: "26100",
            version: "10.0.26100", architecture: "64-bit"),
        OperatingSystem(
            family: .windows, name: "Windows 10 Professional Edition", release: "22H2", build: "19045",
            version: "10.0.19045", architecture: "64-bit"),
    ]
    static let macSystems = [
        OperatingSystem(
            family: .macos, name: "macOS Sonoma", release: nil, build: "23F79", version: "14.5", architecture: "arm64")
    ]
    static let serverSystems = [
        OperatingSystem(
            family: .windows, name: "Windows Server 2022 Standard Edition", release: "21H2", build: "20348",
            version: "10.0.20348", architecture: "64-bit"),
        OperatingSystem(
            family: .windows, name: "Windows Server 2019 Standard Edition", release: "1809", build: "17763",
            version: "10.0.17763", architecture: "64-bit"),
        OperatingSystem(
            family: .windows, name: "Windows Server 2012 R2 Standard Edition", release: nil, build: "9600",
            version: "6.3.9600", architecture: "64-bit"),
        OperatingSystem(
            family: .linux, name: "Ubuntu 22.04.4 LTS", release: nil, build: nil, version: "5.15.0-105-generic",
            architecture: "x86_64"),
    ]
    static let networkMakes: [Device.Kind: Make] = [
        .networkSwitch: Make(manufacturer: "Ubiquiti", models: ["USW-Pro-24", "USW-48"]),
        .router: Make(manufacturer: "MikroTik", models: ["CCR2004"]),
        .firewall: Make(manufacturer: "Fortinet", models: ["FortiGate 60F", "FortiGate 100F"]),
        .accessPoint: Make(manufacturer: "Ubiquiti", models: ["U6-Pro", "U7-Pro"]),
        .printer: Make(manufacturer: "Brother", models: ["HL-L6400DW", "MFC-L8900CDW"]),
    ]
}
