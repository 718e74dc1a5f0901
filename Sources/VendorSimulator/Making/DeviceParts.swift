import Inventory

/// Drives, network cards, antivirus and backups of a machine in the making.
extension DeviceDraft {
    func volumes(_ kind: Device.Kind, _ system: OperatingSystem?, _ random: inout SplitMix64) -> [Volume] {
        guard kind == .server || kind == .workstation || kind == .laptop else { return [] }
        let names: [String]
        switch system?.family {
        case .windows: names = kind == .server ? ["C:", "D:", "E:"] : random.chance(0.2) ? ["C:", "D:"] : ["C:"]
        default: names = kind == .server ? ["/", "/var"] : ["/"]
        }
        let isEncrypted: Bool? =
            kind == .laptop ? random.chance(0.8) : kind == .workstation ? random.chance(0.2) : false
        return names.enumerated().map { index, name in
            Volume(
                name: name, label: index == 0 ? "System" : random.chance(0.5) ? "Data" : nil,
                fileSystem: system?.family == .windows ? "NTFS" : system?.family == .macos ? "APFS" : "ext4",
                capacityBytes: random.pick([255_000_000_000, 511_000_000_000, 1_023_000_000_000])
                    + random.below(99_999),
                usedShare: Double(random.within(15...93)) / 100,
                isEncrypted: system?.family == .windows ? isEncrypted : nil)
        }
    }

    func interfaces(_ kind: Device.Kind, _ random: inout SplitMix64) -> [NetworkInterface] {
        let names: [(String, Bool)]
        switch kind {
        case .laptop: names = [("Wi-Fi", false), ("Ethernet", false)] + (random.chance(0.3) ? [("VPN", true)] : [])
        case .server:
            names = [("Ethernet 1", false), ("Ethernet 2", false)] + (random.chance(0.2) ? [("vEthernet", true)] : [])
        default: names = [("Ethernet", false)]
        }
        return names.enumerated().map { index, name in
            let address = "10.\(organization.number % 250).\(number / 250 % 250).\(number % 250 + 1)"
            return NetworkInterface(
                index: index + 2, name: name.0,
                adapter: name.1 ? "Virtual adapter" : "Intel(R) Ethernet Connection I219-LM",
                mac: mac(index, &random),
                addresses: index == 0 ? [address] + (random.chance(0.3) ? ["fe80::\(number):\(index + 1)"] : []) : [],
                isVirtual: name.1)
        }
    }

    private func mac(_ index: Int, _ random: inout SplitMix64) -> String {
        let low = Identifiers.hex(UInt64(number * 4 + index), digits: 6)
        let text = Array("001A2B".utf8) + low
        return stride(from: 0, to: 12, by: 2).map { String(decoding: text[$0..<$0 + 2], as: UTF8.self).uppercased() }
            .joined(separator: ":")
    }

    func antivirus(_ kind: Device.Kind, _ system: OperatingSystem?, _ random: inout SplitMix64) -> [Antivirus] {
        guard system?.family == .windows, kind == .server || kind == .workstation || kind == .laptop else { return [] }
        let state: Antivirus.State = random.pick([.protected, .protected, .protected, .protected, .outdated, .disabled])
        let first = Antivirus(
            product: "Microsoft Defender Antivirus", version: "4.18.24060.7", state: state,
            definitionsAt: now.earlier(within: 0...3, &random))
        switch random.below(10) {
        case 0: return []
        case 1, 2:
            return [
                first,
                Antivirus(product: "SentinelOne Agent", version: "23.4.2.14", state: .protected, definitionsAt: nil),
            ]
        default: return [first]
        }
    }

    func backups(_ kind: Device.Kind, _ random: inout SplitMix64) -> [BackupPlan] {
        guard kind == .server || (kind == .workstation && random.chance(0.08)) else { return [] }
        if kind == .server, random.chance(0.15) { return [] }
        let image = BackupPlan(
            uid: Identifiers.uuid(seed, .backup, organization.number, 1), name: "Server image", kind: .image,
            protectedBytes: random.within(20...900) * 1_000_000_000)
        let files = BackupPlan(
            uid: Identifiers.uuid(seed, .backup, organization.number, 2), name: "Documents", kind: .files,
            protectedBytes: random.within(1...90) * 1_000_000_000)
        return kind == .workstation ? [files] : random.chance(0.3) ? [image, files] : [image]
    }
}
