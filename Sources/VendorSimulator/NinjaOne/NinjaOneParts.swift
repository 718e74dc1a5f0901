import Inventory

/// Parts of a machine as the vendor writes them, in device objects and in reports alike.
enum NinjaOneParts {
    static func system(_ device: Device, to json: inout JSONWriter) {
        guard let system = device.system else { return }
        json.member("manufacturer", system.family == .windows ? "Microsoft Corporation" : nil)
        json.member("name", system.name)
        json.member("architecture", system.architecture)
        json.member("lastBootTime", epoch: device.bootedAt)
        json.member("buildNumber", present: system.build)
        json.member("releaseId", present: system.release)
        if system.family == .windows {
            json.member("servicePackMajorVersion", 0)
            json.member("servicePackMinorVersion", 0)
        }
        json.member("locale", "en-US")
        json.member("language", "en")
        json.member("needsReboot", device.needsReboot)
    }

    static func computer(_ device: Device, to json: inout JSONWriter) {
        json.member("name", device.hostname)
        json.member("manufacturer", device.manufacturer)
        json.member("model", device.model)
        json.member("biosSerialNumber", present: device.biosSerial)
        json.member("serialNumber", device.serial)
        json.member("domain", device.domain)
        json.member("domainRole", device.kind == .server ? "Member Server" : "Member Workstation")
        json.member("numberOfProcessors", device.cpu?.sockets)
        json.member("totalPhysicalMemory", device.memoryBytes)
        json.member("virtualMachine", device.isVirtual)
        json.member("chassisType", chassis(device))
    }

    static func chassis(_ device: Device) -> String {
        switch device.kind {
        case .laptop: "LAPTOP"
        case .workstation: "DESKTOP"
        default: "UNKNOWN"
        }
    }

    /// One for each socket.
    static func processors(_ device: Device) -> [Processor] {
        guard device.hasAgent, let cpu = device.cpu else { return [] }
        return Array(repeating: cpu, count: cpu.sockets)
    }

    /// The clock's unit is not stated anywhere: some machines send megahertz, some hertz.
    static func processor(_ cpu: Processor, to json: inout JSONWriter) {
        json.member("architecture", "x64")
        json.member("maxClockSpeed", cpu.sockets > 1 ? cpu.megahertz * 1_000_000 : cpu.megahertz)
        json.member("clockSpeed", cpu.sockets > 1 ? cpu.megahertz * 1_000_000 : cpu.megahertz)
        json.member("name", cpu.name)
        json.member("numCores", cpu.cores)
        json.member("numLogicalCores", cpu.threads)
    }

    static func volume(_ volume: Volume, free: Int, withEncryption: Bool, to json: inout JSONWriter) {
        let hasLetter = volume.name.hasSuffix(":")
        json.member("name", volume.name)
        json.member("driveLetter", present: hasLetter ? volume.name : nil)
        json.member("label", volume.label)
        json.member("deviceType", "Local Disk")
        json.member("fileSystem", volume.fileSystem)
        json.member("autoMount", true)
        json.member("compressed", false)
        json.member("capacity", volume.capacityBytes)
        json.member("freeSpace", free)
        json.member("serialNumber", nil as String?)
        guard withEncryption, let isEncrypted = volume.isEncrypted else { return }
        json.member(
            "bitLockerStatus",
            object: {
                $0.member("conversionStatus", isEncrypted ? "FULLY_ENCRYPTED" : "FULLY_DECRYPTED")
                $0.member("encryptionMethod", isEncrypted ? "XTS_AES_128" : "NONE")
                $0.member("protectionStatus", isEncrypted ? "PROTECTED" : "UNPROTECTED")
                $0.member("lockStatus", "UNLOCKED")
                $0.member("initializedForProtection", isEncrypted)
            })
    }

    /// Numbers are texts here.
    static func interface(_ interface: NetworkInterface, _ device: Device, to json: inout JSONWriter) {
        json.member("adapterName", interface.adapter)
        json.member("interfaceName", interface.name)
        json.member("interfaceIndex", String(interface.index))
        json.member("interfaceType", "ETHERNET")
        json.member("ipAddress", texts: interface.addresses)
        json.member("macAddress", texts: interface.mac.map { [$0] } ?? [])
        json.member("subnetMask", interface.addresses.isEmpty ? nil : "255.255.255.0")
        json.member("defaultGateway", interface.addresses.isEmpty ? nil : "10.0.0.1")
        json.member("dnsServers", "10.0.0.1")
        json.member("dnsHostName", device.hostname)
        json.member("linkSpeed", "1000000000")
        json.member("mtu", "1500")
        json.member("status", interface.addresses.isEmpty ? "DOWN" : "UP")
    }

    static func disk(_ index: Int, _ volume: Volume, _ device: Device, to json: inout JSONWriter) {
        json.member("name", "\\\\.\\PHYSICALDRIVE\(index)")
        json.member("model", "Simulated NVMe \(index)")
        json.member("manufacturer", "(Standard disk drives)")
        json.member("serialNumber", "SIM\(device.number)-\(index)")
        json.member("mediaType", "Fixed hard disk media")
        json.member("interfaceType", "SCSI")
        json.member("size", volume.capacityBytes + 1_073_741_824)
        json.member("bytesPerSector", 512)
        json.member("partitionCount", 3)
        json.member("smartCapable", true)
        json.member("status", "OK")
    }
}
